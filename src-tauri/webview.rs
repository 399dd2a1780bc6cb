//! Linux: what the web view leaves out that a program of tables has no use for.
//!
//! Without a graphics processor WebKit draws through an emulated one, which takes 100 MB and half of every frame; with
//! one, tables are drawn as fast without it.

use tauri::WebviewWindow;
use webkit2gtk::{CacheModel, HardwareAccelerationPolicy, SettingsExt, WebContextExt, WebViewExt};

/// A dot that changes unseen: drivers of tests take their pictures after the next painted frame, and a page at rest paints
/// none when it draws by itself.
const KEEP_PAINTING: &str = "
    addEventListener('DOMContentLoaded', () => {
      const dot = document.createElement('div');
      dot.style.cssText = 'position:fixed;right:0;bottom:0;width:1px;height:1px;pointer-events:none';
      document.body.append(dot);
      let turn = 0;
      setInterval(() => {
        turn += 1;
        dot.style.background = turn % 2 ? '#00000001' : '#00000002';
      }, 100);
    });";

/// What the page runs before its own scripts: nothing, unless a driver steers it.
pub fn first_script() -> &'static str {
    match std::env::var("TAURI_WEBVIEW_AUTOMATION").as_deref() {
        Ok("true") => KEEP_PAINTING,
        _ => "",
    }
}

/// WebKitGTK 2.50 begins with the renderer that shares buffers with a graphics processor, until the settings of [`lighten`]
/// reach it; where a window manager makes the first window smaller meanwhile, its process dies and the window stays empty.
/// Without that renderer there is nothing to change over. To be called before any thread is started; what the user has set
/// himself stays.
pub fn choose_renderer() {
    if let Err(error) = gtk::glib::setenv("WEBKIT_DISABLE_DMABUF_RENDERER", "1", false) {
        tracing::warn!(%error, "The renderer of the web view cannot be chosen");
    }
}

/// Switches it off. A web view that cannot be asked keeps everything, and works.
pub fn lighten(window: &WebviewWindow) {
    let asked = window.with_webview(|platform| {
        let view = platform.inner();
        if let Some(settings) = WebViewExt::settings(&view) {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
            settings.set_enable_webgl(false);
            settings.set_enable_webaudio(false);
            settings.set_enable_media(false);
            settings.set_enable_page_cache(false);
            settings.set_enable_offline_web_application_cache(false);
        }
        if let Some(context) = view.context() {
            context.set_cache_model(CacheModel::DocumentViewer);
        }
    });
    if let Err(error) = asked {
        tracing::warn!(%error, "The web view could not be made lighter");
    }
}
