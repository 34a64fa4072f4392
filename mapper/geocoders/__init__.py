"""Sources that know where names are: embedded, the user's files, services on the network. One file each."""

NAMES: dict[str, str] = {
    "embedded": "embedded",
    "landmarks": "landmarks",
    "file": "file",
    "online": "online",
}
