import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Synchronization

/// Where the public keys come from.
package enum KeySource: Sendable, CustomStringConvertible {
    /// A JWKS in a file; whoever rotates keys replaces it.
    case file(String)
    /// A JWKS behind HTTP.
    case url(String)

    package var description: String {
        switch self {
        case .file(let path): path
        case .url(let url): url
        }
    }

    /// How soon a rotated key is known here.
    var interval: Duration {
        switch self {
        case .file: .seconds(2)
        case .url: .seconds(60)
        }
    }
}

/// The keys of now: read again and again, so that they rotate without a restart.
///
/// What cannot be read leaves the keys as they are, and says so in the log once for each reason.
final class KeyRing: Service {
    /// A JWKS has no reason to be larger.
    static let sizeLimit = 256 * 1024
    static let fetchTimeout = TimeAmount.seconds(5)

    private let source: KeySource
    private let logger: Logger
    private let state = Mutex(State())

    private struct State {
        var keys = KeySet.empty
        var generation = 0
        var document = Data()
        var complaint: String?
    }

    init(source: KeySource, logger: Logger) {
        self.source = source
        self.logger = logger
    }

    /// The keys, and a number that changes with them.
    var current: (keys: KeySet, generation: Int) {
        state.withLock { ($0.keys, $0.generation) }
    }

    func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            await refresh()
            try? await cancelWhenGracefulShutdown {
                try await Task.sleep(for: self.source.interval)
            }
        }
    }

    func refresh() async {
        do {
            let document = try await read()
            guard document != state.withLock({ $0.document }) else { return }
            let keys = try await KeySet.read(document)
            state.withLock { state in
                state.keys = keys
                state.generation += 1
                state.document = document
                state.complaint = nil
            }
            logger.info("keys read", metadata: ["keys": "\(keys.keyIDs)", "from": "\(source)"])
        } catch {
            let isNew = state.withLock { state in
                defer { state.complaint = "\(error)" }
                return state.complaint != "\(error)"
            }
            guard isNew else { return }
            logger.error(
                "the keys cannot be read; the ones read before still hold",
                metadata: ["from": "\(source)", "reason": "\(error)"])
        }
    }

    private func read() async throws -> Data {
        switch source {
        case .file(let path):
            return try Data(contentsOf: URL(fileURLWithPath: path))
        case .url(let url):
            let response = try await HTTPClient.shared.execute(
                HTTPClientRequest(url: url), timeout: Self.fetchTimeout)
            guard response.status == .ok else {
                throw KeyFailure("it is answered with \(response.status)")
            }
            let body = try await response.body.collect(upTo: Self.sizeLimit)
            return Data(body.readableBytesView)
        }
    }
}
