"""Runs the migrations inside the transaction of the connection that it is given: all of them, or none.

A new one: change ``tables.py``, copy the newest file of ``versions`` under the next number, write its ``upgrade``, and
raise ``SCHEMA`` in ``engine.py``. The tests tell what is missing.
"""

from alembic import context

from seqmatch.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # Alembic thinks SQLite cannot; it can, once the driver leaves BEGIN to us
)
with context.begin_transaction():
    context.run_migrations()
