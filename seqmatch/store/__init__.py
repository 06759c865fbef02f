"""The operator's own database: engine, tables, export."""
