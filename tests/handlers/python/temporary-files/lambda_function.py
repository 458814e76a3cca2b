import os
import shutil
import tempfile
import zipfile


def lambda_handler(event, context):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "a.txt"), "w") as file:
            file.write("hello " * 100)
        archive = shutil.make_archive("/tmp/all", "zip", folder)
    with zipfile.ZipFile(archive) as packed:
        return [archive, packed.read("a.txt").decode()[:5], os.path.exists(folder), sorted(os.listdir("/tmp"))]
