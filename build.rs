//! Reads the lessons when the page is built, so that the page need not carry a Markdown reader.

use std::{env, error::Error, fs, path::Path};

use lessons::Lesson;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=lessons");
    let mut folders: Vec<_> = fs::read_dir("lessons")?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.join("lesson.md").exists())
        .collect();
    folders.sort();
    let lessons = folders.iter().map(|folder| read(folder)).collect::<Result<Vec<_>, _>>()?;
    if lessons.is_empty() {
        return Err("there is no lesson: add a folder with lesson.md and template.yaml to lessons/".into());
    }
    let out = Path::new(&env::var("OUT_DIR")?).join("lessons.json");
    fs::write(out, serde_json::to_string(&lessons)?)?;
    Ok(())
}

fn read(folder: &Path) -> Result<Lesson, Box<dyn Error>> {
    let id = folder.file_name().unwrap_or_default().to_string_lossy();
    let text = fs::read_to_string(folder.join("lesson.md"))?;
    let template = fs::read_to_string(folder.join("template.yaml"))?;
    Lesson::parse(&id, &text, &template).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(|fault| format!("{}/{fault}", folder.display())).collect();
        faults.join("\n").into()
    })
}
