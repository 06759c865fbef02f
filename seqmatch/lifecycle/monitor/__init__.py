"""Whether what is served still fits: drift of its inputs, how it is received, and whether a ramp is safe."""
