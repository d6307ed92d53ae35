use super::{base_url, report::row};
use crate::console::{Console, Status};
use ba360_core::{
    link::{
        Channel, ErrorSummary,
        template::{Template, TemplatePlatform, templates},
    },
    text::Language,
};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io;

/// Prints what to paste into a platform so that it opens links.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct TemplateFor {
    /// The platform
    #[arg(value_enum, ignore_case = true)]
    platform: Platform,
    /// The address of the console; without it, one to be replaced
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// The channel; without it, Voz for Genesys and Whatsapp for Chattigo
    #[arg(long, visible_alias = "channel", value_name = "NAME", value_parser = channel)]
    canal: Option<Channel>,
}

const EXAMPLES: &str = "\
Examples:
  ba360 link template genesys --base-url https://console.example
  ba360 link template chattigo --base-url https://console.example --canal messenger --json";

#[derive(Clone, Copy, ValueEnum)]
enum Platform {
    /// Genesys Cloud, once PureCloud
    Genesys,
    /// Chattigo
    Chattigo,
}

/// The answer in JSON.
#[derive(Serialize)]
struct Answer {
    platform: &'static str,
    channel: Channel,
    templates: Vec<Template>,
}

fn channel(name: &str) -> Result<Channel, &'static str> {
    // What is wrong on the command line is told in English, as clap does.
    name.parse()
        .map_err(|error| ErrorSummary::of(&error, Language::English).message)
}

impl TemplateFor {
    pub(super) fn run(&self, console: &mut Console) -> io::Result<Status> {
        let (platform, usual) = match self.platform {
            Platform::Genesys => (TemplatePlatform::Genesys, Channel::Voice),
            Platform::Chattigo => (TemplatePlatform::Chattigo, Channel::Whatsapp),
        };
        let channel = self.canal.unwrap_or(usual);
        let base = self.base_url.as_deref().unwrap_or(match console.language {
            Language::Spanish => "https://su-consola.example",
            Language::English => "https://your-console.example",
        });
        let templates = templates(platform, base, channel, console.language);
        if console.json {
            let platform = platform.as_str();
            console.json_line(&Answer {
                platform,
                channel,
                templates,
            })?;
            return Ok(Status::Good);
        }
        for (number, template) in templates.iter().enumerate() {
            if number > 0 {
                console.line(format_args!(""))?;
            }
            show(console, template)?;
        }
        Ok(Status::Good)
    }
}

fn show(console: &mut Console, template: &Template) -> io::Result<()> {
    let (words, paint) = (console.words, console.paint);
    console.line(format_args!("{}", paint.value(template.title)))?;
    row(console, "url", paint.good(&template.url))?;
    row(console, words.example(), &template.example)?;
    for note in &template.notes {
        console.line(format_args!("  • {note}"))?;
    }
    Ok(())
}
