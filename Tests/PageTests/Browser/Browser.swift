import EventSourcing
import Foundation

/// One window of a headless Chromium, driven as WebDriver says (W3C, and Chromium's own
/// `goog/cdp`).
struct Browser: Sendable {
    /// What the person has set in their system, and whether scripts run.
    struct Settings: Sendable {
        var width = 1280
        var height = 900
        var isDark = false
        var runsScript = true
    }

    private let driver: BrowserDriver
    private let session: String

    /// Opens a window, and closes it when `body` ends; a few are open at a time.
    static func open<Result>(
        _ settings: Settings = Settings(), _ body: (Browser) async throws -> Result
    ) async throws -> Result {
        await Turnstile.shared.enter()
        defer { Turnstile.shared.leave() }
        let driver = try await BrowserDriver.shared
        let browser = Browser(driver: driver, session: try await driver.newSession())
        do {
            try await browser.apply(settings)
            let result = try await body(browser)
            try await driver.send(.delete, "/session/\(browser.session)")
            return result
        } catch {
            try await driver.send(.delete, "/session/\(browser.session)")
            throw error
        }
    }

    private func apply(_ settings: Settings) async throws {
        // A window cannot be as narrow as a phone.
        try await devTools(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .integer(Int64(settings.width)),
                "height": .integer(Int64(settings.height)), "deviceScaleFactor": 1,
                "mobile": false,
            ])
        try await devTools(
            "Emulation.setEmulatedMedia",
            [
                "features": [
                    [
                        "name": "prefers-color-scheme",
                        "value": settings.isDark ? "dark" : "light",
                    ], ["name": "prefers-reduced-motion", "value": "reduce"],
                ]
            ])
        if !settings.runsScript {
            try await devTools("Emulation.setScriptExecutionDisabled", ["value": true])
        }
    }

    // MARK: What a person does

    func visit(_ address: String) async throws {
        try await send(.post, "/url", ["url": .string(address)])
    }

    func click(_ selector: String) async throws {
        try await element(selector) { try await send(.post, "/element/\($0)/click", [:]) }
    }

    /// Clicks on what leads to another page, and waits until that is there: a form's answer may
    /// come later than the click returns.
    func follow(_ selector: String) async throws {
        try await run("window.isFormer = true")
        try await click(selector)
        try await wait("\(selector) leads on") { browser in
            let state = "return !window.isFormer && document.readyState === 'complete'"
            return try await browser.run(state) == true
        }
    }

    func type(_ text: String, into selector: String) async throws {
        try await element(selector) {
            try await send(.post, "/element/\($0)/value", ["text": .string(text)])
        }
    }

    func press(tab times: Int) async throws {
        for _ in 0..<times {
            for type in ["rawKeyDown", "keyUp"] {
                try await devTools(
                    "Input.dispatchKeyEvent",
                    ["type": .string(type), "key": "Tab", "windowsVirtualKeyCode": 9])
            }
        }
    }

    // MARK: What a person sees

    var title: String {
        get async throws { try await send(.get, "/title").string ?? "" }
    }

    var address: String {
        get async throws { try await send(.get, "/url").string ?? "" }
    }

    var source: String {
        get async throws { try await send(.get, "/source").string ?? "" }
    }

    func text(_ selector: String) async throws -> String {
        try await element(selector) {
            try await send(.get, "/element/\($0)/text").string ?? ""
        }
    }

    func has(_ selector: String) async throws -> Bool {
        try await count(selector) > 0
    }

    func count(_ selector: String) async throws -> Int {
        let found = try await send(
            .post, "/elements", ["using": "css selector", "value": .string(selector)])
        guard case .array(let elements) = found else { return 0 }
        return elements.count
    }

    /// Looks until `condition` holds.
    ///
    /// - Throws: `BrowserFailure` with what is seen after half a minute.
    func wait(
        _ what: String, until condition: (Browser) async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if try await condition(self) { return }
            try await Task.sleep(for: .milliseconds(30))
        }
        throw BrowserFailure("waited in vain: \(what)\n\(try await text("body"))")
    }

    // MARK: What only a program sees

    /// The value of a script that `return`s one; it runs where the page's own may not.
    @discardableResult
    func run(_ script: String) async throws -> JSONValue {
        try await send(.post, "/execute/sync", ["script": .string(script), "args": []])
    }

    @discardableResult
    func runAsync(_ script: String) async throws -> JSONValue {
        try await send(.post, "/execute/async", ["script": .string(script), "args": []])
    }

    /// What the page's console has said since it was last asked, errors and refused loads.
    func complaints() async throws -> [String] {
        guard case .array(let entries) = try await send(.post, "/se/log", ["type": "browser"])
        else { return [] }
        return entries.compactMap { $0["message"]?.string }
    }

    func screenshot(to path: String) async throws {
        let size = try await devTools("Page.getLayoutMetrics", [:])["cssContentSize"]
        var clip: JSONValue = size ?? [:]
        clip["scale"] = 1
        let shot = try await devTools(
            "Page.captureScreenshot", ["captureBeyondViewport": true, "clip": clip])
        guard let data = shot["data"]?.string.flatMap({ Data(base64Encoded: $0) }) else {
            throw BrowserFailure("Chromium has taken no picture")
        }
        try data.write(to: URL(fileURLWithPath: path))
    }

    @discardableResult
    private func devTools(_ command: String, _ parameters: JSONValue) async throws -> JSONValue {
        try await send(
            .post, "/goog/cdp/execute", ["cmd": .string(command), "params": parameters])
    }

    /// Finds it again where a page that lives has just put another in its place.
    @discardableResult
    private func element<Result>(
        _ selector: String, _ body: (String) async throws -> Result
    ) async throws -> Result {
        do {
            return try await body(try await element(selector))
        } catch let failure as BrowserFailure where failure.description.contains("stale") {
            return try await body(try await element(selector))
        }
    }

    private func element(_ selector: String) async throws -> String {
        let found = try await send(
            .post, "/element", ["using": "css selector", "value": .string(selector)])
        guard case .object(let reference) = found, let id = reference.values.first?.string else {
            throw BrowserFailure("there is no \(selector)")
        }
        return id
    }

    @discardableResult
    private func send(
        _ method: BrowserDriver.Method, _ path: String, _ body: JSONValue? = nil
    ) async throws -> JSONValue {
        try await driver.send(method, "/session/\(session)\(path)", body)
    }
}

struct BrowserFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
