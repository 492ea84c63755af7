import Foundation
import TestSupport
import Testing

/// A real nginx with the compose file's configuration, at a free port.
struct Nginx {
    let address: String
    private let process: Process
    private let watchdog: Watchdog
    private let folder: String

    /// - Parameter upstream: Where the service answers: `127.0.0.1:40123`.
    init(_ configuration: String, upstream: String) throws {
        let port = try Self.freePort()
        folder = "/tmp/clubs-nginx-\(getpid())-\(port)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let server =
            configuration
            .replacing("server service:8080;", with: "server \(upstream);")
            .replacing("listen 80;", with: "listen 127.0.0.1:\(port);")
        // What the image's own nginx.conf says around a file in conf.d.
        let whole = """
            daemon off;
            pid \(folder)/pid;
            error_log \(folder)/error.log;
            worker_processes 1;
            events { worker_connections 128; }
            http {
                include /etc/nginx/mime.types;
                default_type application/octet-stream;
                access_log off;
                keepalive_timeout 65;
                client_body_temp_path \(folder)/body;
                proxy_temp_path \(folder)/proxy;
            \(server)
            }
            """
        try whole.write(toFile: folder + "/nginx.conf", atomically: true, encoding: .utf8)
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/sbin/nginx")
        process.arguments = ["-c", folder + "/nginx.conf", "-e", folder + "/error.log"]
        try process.run()
        watchdog = try Watchdog(
            script: "kill $(cat \"$1/pid\"); rm -rf \"$1\"", argument: folder)
        address = "http://127.0.0.1:\(port)"
    }

    /// Waits until it answers at all.
    func isUp() async throws {
        while process.isRunning {
            let answer = try? await TestCaller(address).get("/healthz")
            if answer != nil { return }
        }
        Issue.record("nginx has ended: \(log)")
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
        watchdog.dismiss()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private var log: String {
        (try? String(contentsOfFile: folder + "/error.log", encoding: .utf8)) ?? "no log"
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isFound = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(isFound)
        return Int(UInt16(bigEndian: place.sin_port))
    }
}
