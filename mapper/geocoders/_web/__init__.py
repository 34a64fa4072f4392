"""What a polite caller of services on the network needs: a memory, a pace, and what their answers mean."""
