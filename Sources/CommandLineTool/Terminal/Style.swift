import Foundation

/// Colours, where somebody sees them; elsewhere the plain text.
///
/// `NO_COLOR` (no-color.org) and `TERM=dumb` switch them off.
struct Style {
    let isOn: Bool

    static let ofOutput = Style(isOn: isWanted(on: STDOUT_FILENO))
    static let ofErrors = Style(isOn: isWanted(on: STDERR_FILENO))
    static let plain = Style(isOn: false)

    func bold(_ text: String) -> String { wrap(text, "1") }
    func dim(_ text: String) -> String { wrap(text, "2") }
    func red(_ text: String) -> String { wrap(text, "31") }
    func green(_ text: String) -> String { wrap(text, "32") }
    func yellow(_ text: String) -> String { wrap(text, "33") }
    func blue(_ text: String) -> String { wrap(text, "34") }
    func cyan(_ text: String) -> String { wrap(text, "36") }

    private func wrap(_ text: String, _ code: String) -> String {
        isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    private static func isWanted(on descriptor: Int32) -> Bool {
        let environment = ProcessInfo.processInfo.environment
        return isatty(descriptor) == 1 && environment["NO_COLOR", default: ""].isEmpty
            && environment["TERM"] != "dumb"
    }
}
