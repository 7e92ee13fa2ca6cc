//! What the keys do.

/// The overlay's title.
pub const KEYS: &str = "Keys";
/// Closes it.
pub const CLOSE: &str = "Close";
/// What that does.
pub const CLOSE_TOLD: &str = "closes the list of keys (Esc)";
/// A group of keys.
pub const KEYS_TIME: &str = "Time";
/// A group of keys.
pub const KEYS_SITE: &str = "Do something";
/// A group of keys.
pub const KEYS_SHOW: &str = "Show";
/// A group of keys.
pub const KEYS_LAB: &str = "The lab";
/// What a key does.
pub const KEY_PLAY: &str = "play, pause";
/// What a key does.
pub const KEY_SECOND: &str = "one second on";
/// What a key does.
pub const KEY_BACK: &str = "one second back";
/// What a key does.
pub const KEY_EVENT: &str = "one event on";
/// What a key does.
pub const KEY_FASTER: &str = "faster";
/// What a key does.
pub const KEY_SLOWER: &str = "slower";
/// What a key does.
pub const KEY_NEXT: &str = "next incident";
/// What a key does.
pub const KEY_TO_START: &str = "back to the beginning";
/// What a key does.
pub const KEY_RESTART: &str = "again, as the file has it";
/// What a key does.
pub const KEY_PLUG: &str = "pull the plug";
/// What a key does.
pub const KEY_NGINX: &str = "restart nginx";
/// What a key does.
pub const KEY_DEPLOY: &str = "deploy";
/// What a key does.
pub const KEY_VISITORS: &str = "more visitors";
/// What a key does.
pub const KEY_THEME: &str = "dark, light, projector";
/// What a key does.
pub const KEY_MOTION: &str = "reduced motion";
/// What a key does.
pub const KEY_LARGER: &str = "larger text";
/// What a key does.
pub const KEY_SMALLER: &str = "smaller text";
/// What a key does.
pub const KEY_SAVE: &str = "save the session";
/// What a key does.
pub const KEY_OPEN: &str = "open a file";
/// What a key does.
pub const KEY_HELP: &str = "these keys";
/// What a key does.
pub const KEY_CLOSE: &str = "close, let go";
