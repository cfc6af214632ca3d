"""Articles in Parquet files."""

import glob
from functools import partial

from framing.errors import InputError
from framing.ingest.fields import choose_columns, make_record
from framing.ingest.record import Items, Reading

_PARQUET_ROWS = 256


def read_parquet(reading: Reading) -> Items:
    """An item for each row of a Parquet file.

    Raises:
        InputError: the file is not valid Parquet, has no text column, or not a given column.
    """
    import duckdb

    path = glob.escape(str(reading.source.path))
    try:
        with duckdb.connect(config={"threads": 1}) as connection:
            described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [path]).fetchall()
            choice = choose_columns([str(row[0]) for row in described], reading.options)
            columns = sorted(set(choice.values()))
            quoted = ", ".join('"' + name.replace('"', '""') + '"' for name in columns)
            total = connection.execute("SELECT count(*) FROM read_parquet(?)", [path]).fetchall()[0][0]
            query = f"SELECT {quoted} FROM read_parquet(?)"  # noqa: S608 -- names are quoted
            cursor = connection.execute(query, [path])
            number = 0
            while rows := cursor.fetchmany(_PARQUET_ROWS):
                for values in rows:
                    number += 1
                    yield make_record(dict(zip(columns, values, strict=True)), choice, reading, number)
                reading.tell = partial(int, reading.source.size * number // max(total, 1))
    except duckdb.Error as problem:
        raise InputError(f"not readable as Parquet: {str(problem).splitlines()[0]}") from problem
