"""What the tools return. One model per question; the field names are a contract others build on."""
