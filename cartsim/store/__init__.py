"""The world file: SQLite through SQLModel; rows in, values out.

`tables` is the schema and the only place that imports sqlmodel; everything a running cart reads or
writes goes through the connections of `worldfile`, so that a first frame does not wait for an ORM.
"""
