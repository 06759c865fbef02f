"""What an assistant sees over the Model Context Protocol: tools, resources, prompts, the skill."""
