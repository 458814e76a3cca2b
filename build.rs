//! Reads the lessons when the page is built, so that the page need not carry a Markdown reader.

use std::collections::BTreeMap;
use std::{env, error::Error, fs, path::Path};

use lessons::Lesson;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=lessons");
    let mut folders: Vec<_> = fs::read_dir("lessons")?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.join("lesson.md").exists())
        .collect();
    folders.sort();
    let mut course = folders.iter().map(|folder| read(folder)).collect::<Result<Vec<_>, _>>()?;
    let of = course.len();
    for (index, lesson) in course.iter_mut().enumerate() {
        for variant in lesson {
            (variant.number, variant.of) = (index + 1, of);
        }
    }
    if course.is_empty() {
        return Err("there is no lesson: add a folder with lesson.md and template.yaml to lessons/".into());
    }
    // The first lesson comes with its part of the page, the others once somebody wants one of them.
    let others: Vec<Lesson> = course.split_off(1).into_iter().flatten().collect();
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    fs::write(out.join("first-lesson.json"), serde_json::to_string(&course[0])?)?;
    fs::write(out.join("other-lessons.json"), serde_json::to_string(&others)?)?;
    Ok(())
}

fn read(folder: &Path) -> Result<Vec<Lesson>, Box<dyn Error>> {
    let id = folder.file_name().unwrap_or_default().to_string_lossy();
    let mut files = BTreeMap::new();
    texts(folder, folder, &mut files)?;
    Lesson::parse(&id, &files).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(|fault| format!("{}/{fault}", folder.display())).collect();
        faults.join("\n").into()
    })
}

/// Adds the texts in `folder` to `files`, by their paths in `root`.
fn texts(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            texts(root, &path, files)?;
        } else if let Ok(text) = fs::read_to_string(&path) {
            let name = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            files.insert(name, text);
        }
    }
    Ok(())
}
