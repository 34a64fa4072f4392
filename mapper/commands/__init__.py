"""What the command line can do: a command is one file, loaded when it is called; it registers in two lines."""

NAMES = {
    "map": "map",
    "read": "read",
    "merge": "merge",
    "batch": "batch",
    "find": "find",
    "gazetteer": "gazetteer",
    "formats": "formats",
    "check": "check",
    "schema": "schema",
}
ABOUT = {
    "map": "read, locate, place and write reports as maps",
    "read": "print what a report says, as an incident document; writes nothing",
    "merge": "map several reports of one incident as one, keeping who said what",
    "batch": "map many reports into one dataset: folders, tables, archives; resumable",
    "find": "show what the gazetteers know of a name, and why the first is first",
    "gazetteer": "list, add, remove or describe gazetteers of your own",
    "formats": "list what can be written, for whom, and what each loses",
    "check": "say what is wrong with an incident document or a GeoJSON, and where",
    "schema": "print the JSON Schema of the incident document or of the GeoJSON",
}
