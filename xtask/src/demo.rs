//! The demonstration: a gateway with goods, an enrolled app, and its window or, without a display, the walk of the main job.

use crate::packages::{self, Need};
use crate::shell::{self, Done, Failure, step};
use crate::{test, ui};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The story in tests/main_job.rs that a demonstration without a display is.
const WALK: &str = "from_a_code_to_a_reserved_order_its_invoice_and_an_order_that_waits";

/// What the person asked for.
struct Wish {
    is_headless: bool,
    import: Option<PathBuf>,
    products: String,
}

/// Starts everything for a look.
pub fn run(words: &[&str]) -> Done {
    let wish = read(words)?;
    step("system packages", || {
        packages::ensure(if wish.is_headless { Need::Headless } else { Need::Window })
    })?;
    step("ui", ui::build)?;
    step("build", || {
        shell::run(shell::cargo().args(["build", "--workspace", "--bins", "--locked"]))
    })?;
    let out = shell::target_dir().join("demo");
    if out.exists() {
        std::fs::remove_dir_all(&out)?;
    }
    std::fs::create_dir_all(&out)?;
    if wish.is_headless {
        walk(&wish, &out)
    } else {
        show(&wish, &out)
    }
}

fn read(words: &[&str]) -> Done<Wish> {
    let has_display = cfg!(not(target_os = "linux"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()));
    let mut wish = Wish {
        is_headless: !has_display,
        import: None,
        products: "3000".to_owned(),
    };
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        match *word {
            "--headless" => wish.is_headless = true,
            "--import" => {
                let dir = rest
                    .next()
                    .ok_or_else(|| Failure::new("--import needs a folder with a 1C export"))?;
                let path = std::path::absolute(dir)?;
                if !path.exists() {
                    return Err(Failure::new(format!("{dir}: there is no such folder")));
                }
                wish.import = Some(path);
            }
            "--products" => {
                (*rest.next().ok_or_else(|| Failure::new("--products needs a number"))?).clone_into(&mut wish.products);
            }
            other => return Err(Failure::new(format!("demo does not know {other}"))),
        }
    }
    Ok(wish)
}

/// The story `tests/main_job.rs` in a real window under Xvfb, leaving what it saw.
fn walk(wish: &Wish, out: &Path) -> Done {
    step("the main job, in a real window", || {
        let mut command = test::in_private_session();
        command
            .arg(shell::cargo().get_program())
            .args(["test", "--workspace", "--locked", "--test", "main_job", "--"])
            .args(["--nocapture", "--exact", WALK]);
        test::with_binaries(&mut command, "debug");
        command.env("DEMO_OUT", out).env("DEMO_PRODUCTS", &wish.products);
        if let Some(dir) = &wish.import {
            command.env("DEMO_IMPORT", dir);
        }
        shell::run(&mut command)
    })?;
    println!("\nLook at {}:", out.display());
    let mut names: Vec<_> = std::fs::read_dir(out)?
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    names.sort();
    for name in names {
        println!("  {}", name.to_string_lossy());
    }
    Ok(())
}

/// A gateway and the window of an enrolled app, until the window is closed.
fn show(wish: &Wish, out: &Path) -> Done {
    let data = out.join("gateway");
    let gateway = |words: &[&str]| {
        let mut command = shell::command(test::binary("debug", "supplier-gateway"));
        command.args(words).arg("--data").arg(&data);
        command
    };
    let export = match &wish.import {
        Some(dir) => dir.clone(),
        None => {
            let dir = out.join("export");
            let generate = ["generate", "--dressed", "--products", &wish.products, "--out"];
            shell::run(
                shell::command(test::binary("debug", "demo-supplier"))
                    .args(generate)
                    .arg(&dir),
            )?;
            dir
        }
    };
    shell::run(gateway(&["import"]).arg(&export))?;
    let arrivals = export.join("arrivals.csv");
    if arrivals.is_file() {
        shell::run(gateway(&["goods", "import", "--kind", "arrivals"]).arg(arrivals))?;
    }
    let mut entities = Vec::new();
    for (name, inn) in [("ООО «Ромашка»", "7707083893"), ("ИП Иванов И. И.", "500100732259")] {
        entities.push(field(
            &mut gateway(&["entity", "add", "--name", name, "--inn", inn, "--json"]),
            "id",
        )?);
    }
    import_directories(&gateway, out, &entities)?;
    let mut invite = gateway(&["invite", "--person", "Анна Смирнова", "--role", "buyer", "--json"]);
    for entity in &entities {
        invite.args(["--entity", entity]);
    }
    let code = field(&mut invite, "code")?;
    let (mut server, url) = serve(gateway(&["serve", "--listen", "127.0.0.1:0"]))?;
    let profile = out.join("profile");
    let passphrase = "demo-passphrase";
    let result = shell::run(
        shell::command(test::binary("debug", "cabinet"))
            .arg("--profile")
            .arg(&profile)
            .args(["enroll", &url, &code])
            .env("CABINET_PASSPHRASE", passphrase),
    )
    .and_then(|()| {
        println!("\nThe gateway serves {url}; close the window to end. The passphrase, if asked for, is {passphrase}.");
        shell::run(
            shell::command(test::binary("debug", "dealer-cabinet"))
                .arg("--profile")
                .arg(&profile)
                .env("CABINET_PASSPHRASE", passphrase),
        )
    });
    server.kill()?;
    server.wait()?;
    result
}

/// Ways, carriers with branches, and addresses of the first entity.
fn import_directories(gateway: &dyn Fn(&[&str]) -> Command, out: &Path, entities: &[String]) -> Done {
    let dir = out.join("delivery");
    shell::run(
        shell::command(test::binary("debug", "demo-supplier"))
            .args(["delivery", "--out"])
            .arg(&dir),
    )?;
    let mut addresses = "entity;id;name;address\n".to_owned();
    if let Some(first) = entities.first() {
        addresses.push_str(&format!(
            "{first};sklad;Склад;Тула, ул. Складская, 7\n{first};mag;Магазин;Тула, пр. Ленина, 21\n"
        ));
    }
    std::fs::write(dir.join("addresses.csv"), addresses)?;
    for kind in ["carriers", "ways", "branches", "addresses"] {
        let file = dir.join(format!("{kind}.csv"));
        shell::run(gateway(&["delivery", "import", "--kind", kind]).arg(file))?;
    }
    Ok(())
}

/// A text field of a program's JSON answer.
fn field(command: &mut Command, name: &str) -> Done<String> {
    let json = shell::output(command)?;
    let value: serde_json::Value = serde_json::from_str(&json).map_err(|e| Failure::new(format!("{e} in {json}")))?;
    value
        .get(name)
        .and_then(serde_json::Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| Failure::new(format!("no «{name}» in {json}")))
}

/// Starts the gateway and reads its address from its first line.
pub fn serve(mut command: Command) -> Done<(Child, String)> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut line = String::new();
    if let Some(stdout) = child.stdout.take() {
        BufReader::new(stdout).read_line(&mut line)?;
    }
    let url = line.split_whitespace().find(|word| word.starts_with("http"));
    let url = url.ok_or_else(|| Failure::new(format!("the gateway did not start: {line}")))?;
    Ok((child, url.trim_end_matches('/').to_owned()))
}
