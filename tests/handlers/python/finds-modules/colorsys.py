NAME = "a module of the package comes before one of the library"
