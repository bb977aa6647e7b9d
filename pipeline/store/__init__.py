"""Tables by content: records to Parquet and back, a cache, a database."""
