import AsyncHTTPClient
import EventSourcing
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import TestSupport

/// ChromeDriver, started once for the test process, and gone with it.
struct BrowserDriver: Sendable {
    enum Method: Sendable { case get, post, delete }

    static let timeout = TimeAmount.seconds(60)

    let port: Int
    /// Ends the driver when this process ends, and its browsers with it.
    private let watchdog: Watchdog

    static var shared: BrowserDriver {
        get async throws { try await starting.value }
    }

    private static let starting = Task { try await start() }

    /// - Throws: `BrowserFailure` naming what to install; a test is never skipped for it.
    private static func start() async throws -> BrowserDriver {
        let path = "/usr/bin/chromedriver"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw BrowserFailure(
                "these tests look at pages in a real browser: .ci/install tests "
                    + "installs chromium and chromium-driver")
        }
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["--port=0"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while case let data = output.fileHandleForReading.availableData, !data.isEmpty {
            text += String(decoding: data, as: UTF8.self)
            if let match = text.firstMatch(of: /on port (\d+)\./), let port = Int(match.1) {
                return BrowserDriver(
                    port: port, watchdog: try watchdog(over: process.processIdentifier, port))
            }
        }
        throw BrowserFailure("chromedriver has not started: \(text)")
    }

    /// Has the driver close its browsers and end. A mere signal would not: whoever is started from
    /// a thread of Swift's has nearly all signals blocked.
    private static func watchdog(over process: Int32, _ port: Int) throws -> Watchdog {
        try Watchdog(
            script: #"""
                set -- $1
                timeout 5 bash -c "exec 3<>/dev/tcp/127.0.0.1/$2
                    printf 'GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n' >&3; cat <&3"
                kill -KILL "$1"
                """#, argument: "\(process) \(port)")
    }

    func newSession() async throws -> String {
        let answer = try await send(
            .post, "/session",
            [
                "capabilities": [
                    "alwaysMatch": [
                        "browserName": "chrome",
                        "goog:loggingPrefs": ["browser": "ALL"],
                        "goog:chromeOptions": [
                            "args": [
                                "--headless=new", "--no-sandbox", "--disable-gpu",
                                "--disable-dev-shm-usage", "--hide-scrollbars",
                            ]
                        ],
                    ]
                ]
            ])
        guard let session = answer["sessionId"]?.string else {
            throw BrowserFailure("chromedriver has opened no session: \(answer)")
        }
        return session
    }

    /// - Throws: `BrowserFailure` with what the driver says.
    @discardableResult
    func send(_ method: Method, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue
    {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method =
            switch method {
            case .get: .GET
            case .post: .POST
            case .delete: .DELETE
            }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(data: try JSONEncoder().encode(body)))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: Self.timeout)
        let data = Data(buffer: try await response.body.collect(upTo: 64 << 20))
        let value = try JSONDecoder().decode(JSONValue.self, from: data)["value"] ?? nil
        guard response.status == .ok else {
            throw BrowserFailure(
                "\(path): \(value["error"]?.string ?? "") \(value["message"]?.string ?? "")")
        }
        return value
    }
}
