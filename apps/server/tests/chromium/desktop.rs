//! A page of another origin that shows the console in a frame, as an agent's desktop does.

use super::Browser;
use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    thread,
};

/// The path of a page that sets two cookies, one of which is `Partitioned`.
const COOKIES: &str = "/cookies";
const BOTH: &str = "Set-Cookie: plain=1; Path=/; Secure; SameSite=None\r\n\
                    Set-Cookie: parted=1; Path=/; Secure; SameSite=None; Partitioned\r\n";

/// A page of another origin that shows the address behind its `?` in a frame.
pub(crate) struct Desktop {
    pub(crate) origin: String,
    port: u16,
}

impl Desktop {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        // Each by itself: a browser opens connections that it may never ask anything by.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                thread::spawn(move || answer(stream));
            }
        });
        Self {
            // By its name it is another origin, and another site, than the console by its address.
            origin: format!("http://localhost:{port}"),
            port,
        }
    }

    /// Goes to the desktop with that address in its frame, and into the frame.
    pub(crate) async fn show(&self, browser: &Browser, address: &str) {
        let client = &browser.client;
        client.enter_parent_frame().await.unwrap();
        client.goto(&format!("{}/?{address}", self.origin)).await.unwrap();
        client.enter_frame(0).await.unwrap();
    }

    /// Fails unless that browser keeps a frame's cookies where they are `Partitioned`, and no others.
    pub(crate) async fn assert_strict(&self, browser: &Browser) {
        let page = format!("http://127.0.0.1:{}{COOKIES}", self.port);
        let cookies = || async {
            let told = browser.client.execute("return document.cookie", Vec::new()).await;
            told.unwrap().as_str().unwrap().to_owned()
        };
        // In a window of its own the page keeps both: nothing else is wrong with either.
        browser.client.goto(&page).await.unwrap();
        let kept = cookies().await;
        assert!(kept.contains("plain=1") && kept.contains("parted=1"), "{kept}");
        self.show(browser, &page).await;
        assert_eq!(cookies().await, "parted=1");
    }
}

fn answer(mut stream: TcpStream) {
    let mut head = [0; 8192];
    let read = stream.read(&mut head).unwrap_or_default();
    let head = String::from_utf8_lossy(&head[..read]);
    let target = head.split(' ').nth(1).unwrap_or_default();
    let cookies = if target == COOKIES { BOTH } else { "" };
    let framed = target
        .split_once('?')
        .map_or("about:blank", |(_, address)| address);
    let page = format!(
        "<!doctype html><meta name=\"viewport\" content=\"width=device-width\"><title>Escritorio</title><body style=\"margin:0;background:#345;color:#fff;font:16px sans-serif\">\
         <p style=\"margin:12px\">El escritorio de otra plataforma</p>\
         <iframe src=\"{framed}\" style=\"border:0;width:100%;height:900px;background:#fff\"></iframe>"
    );
    let _ = write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n{cookies}Connection: close\r\n\r\n{page}",
        page.len()
    );
}
