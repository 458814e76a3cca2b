"""What ImageMath computes with. It is not here; Pillow imports it with its reader of GIF."""
