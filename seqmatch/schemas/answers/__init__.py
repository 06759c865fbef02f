"""The fields of every answer, a contract that others build on."""
