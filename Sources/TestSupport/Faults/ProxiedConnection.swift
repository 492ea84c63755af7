import Foundation
import Synchronization

/// One client's session with the server, passed on by two threads that block.
final class ProxiedConnection: Sendable {
    private static let stackSize = 512 * 1024

    private let client: Socket
    private let server: Socket
    private let proxy: PostgresProxy
    private let conversation = Mutex(Conversation())
    private let state = Mutex(State())
    /// Told when the server has answered anything, and when the connection is cut.
    private let progress = NSCondition()
    /// The protocol's Flush: what there is of answers, now.
    private static let flush: [UInt8] = [UInt8(ascii: "H"), 0, 0, 0, 4]

    private struct State {
        var openEnds = 2
        var isCut = false
        var held: [HeldCommit] = []
    }

    init(client: Socket, server: Socket, proxy: PostgresProxy) {
        self.client = client
        self.server = server
        self.proxy = proxy
    }

    func start() {
        for pump in [passRequests, passAnswers] {
            let thread = Thread {
                pump()
                self.cut()
                self.end()
            }
            thread.stackSize = Self.stackSize
            thread.start()
        }
    }

    /// Neither side hears any more of the other.
    func cut() {
        let held = state.withLock { state in
            state.isCut = true
            if state.openEnds > 0 {
                client.shutDown()
                server.shutDown()
            }
            return state.held
        }
        for held in held { held.cut() }
        tellProgress()
    }

    private func tellProgress() {
        progress.lock()
        progress.broadcast()
        progress.unlock()
    }

    /// Waits until the server has run all statements that it was given, however slow it is.
    private func waitUntilQuiet() {
        guard server.write(Self.flush) else { return }
        progress.lock()
        while !conversation.withLock({ $0.isQuiet }), !state.withLock({ $0.isCut }) {
            progress.wait()
        }
        progress.unlock()
    }

    /// Whoever ends last closes, so that no descriptor is used by another meanwhile.
    private func end() {
        let isLast = state.withLock { state in
            state.openEnds -= 1
            guard state.openEnds == 0 else { return false }
            client.close()
            server.close()
            return true
        }
        if isLast { proxy.forget(self) }
    }

    private func passRequests() {
        var reader = WireReader(ofClient: true)
        while let bytes = client.read() {
            reader.append(bytes)
            var ready: [UInt8] = []
            while let message = reader.next() {
                if message.asksForEncryption {
                    guard client.write("N".utf8) else { return }
                    continue
                }
                if let commit = conversation.withLock({ $0.clientSends(message) }) {
                    proxy.begins(commit)
                    if let trap = proxy.sprung(at: .request, by: commit) {
                        guard pass(ready, to: server) else { return }
                        ready = []
                        waitUntilQuiet()
                        switch hold(commit, in: trap) {
                        case .pass: break
                        case .cut: return
                        case .passAndCut:
                            // With all that belongs to it: what has come already.
                            _ = server.write(message.bytes + reader.rest)
                            return
                        }
                    }
                }
                conversation.withLock { $0.passes(message) }
                ready += message.bytes
            }
            guard pass(ready, to: server) else { return }
        }
    }

    private func passAnswers() {
        var reader = WireReader(ofClient: false)
        // A part of an answer to a commit may tell too much.
        var gathered: [UInt8] = []
        while let bytes = server.read() {
            reader.append(bytes)
            var ready: [UInt8] = []
            while let message = reader.next() {
                let step = conversation.withLock { $0.serverSends(message) }
                tellProgress()
                switch step {
                case .forward: ready += message.bytes
                case .gather: gathered += message.bytes
                case .answered(let commit):
                    if !commit.hasFailed, let trap = proxy.sprung(at: .answer, by: commit) {
                        guard pass(ready, to: client) else { return }
                        ready = []
                        switch hold(commit, in: trap) {
                        case .pass: break
                        case .cut: return
                        case .passAndCut:
                            _ = client.write(gathered + message.bytes)
                            return
                        }
                    }
                    ready += gathered + message.bytes
                    gathered = []
                }
            }
            guard pass(ready, to: client) else { return }
        }
    }

    private func hold(_ commit: Commit, in trap: Trap) -> HeldCommit.Fate {
        let held = HeldCommit(commit)
        let isCut = state.withLock { state in
            state.held.append(held)
            return state.isCut
        }
        if isCut { held.cut() }
        trap.spring(held)
        return held.wait()
    }

    private func pass(_ bytes: [UInt8], to socket: Socket) -> Bool {
        proxy.waitWhileHanging()
        return socket.write(bytes)
    }
}
