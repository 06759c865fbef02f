"""What an assistant sees: tools, resources, prompts and the skill, over the Model Context Protocol."""
