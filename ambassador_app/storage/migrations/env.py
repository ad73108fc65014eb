"""Runs the migrations on the connection it is given: the copy of a database that is being brought up to date."""

from alembic import context

from ambassador_app.storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
