import Foundation
import TestSupport
import Testing

@testable import CommandLineTool

/// Lines as they come, and no more of them than fit into memory.
@Suite(.timeLimit(.minutes(5))) struct LineReaderTests {
    @Test func `lines are given out as far as they are there`() async throws {
        try await withFolder { folder in
            let path = folder + "/pipe"
            try #require(mkfifo(path, 0o600) == 0)
            let writer = open(path, O_RDWR | O_CLOEXEC)
            var reader = try LineReader(path: path)
            defer { reader.close() }
            writeText("one\n\ntw", to: writer)
            #expect(try await reader.next(10, upTo: 1000).map(\.text) == ["one"])
            #expect(try await reader.hasToWait())
            writeText("o\nthree\nfour", to: writer)
            #expect(try await !reader.hasToWait())
            let lines = try await reader.next(10, upTo: 1000)
            #expect(lines.map(\.text) == ["two", "three"])
            #expect(lines.map(\.number) == [3, 4])
            close(writer)
            #expect(try await !reader.hasToWait())
            #expect(try await reader.next(10, upTo: 1000).map(\.text) == ["four"])
            #expect(try await reader.next(10, upTo: 1000).isEmpty)
        }
    }

    @Test func `no more lines come along than so many, or so many bytes`() async throws {
        try await withFolder { folder in
            let path = folder + "/lines"
            let line = String(repeating: "x", count: 100)
            try [String](repeating: line, count: 8).joined(separator: "\n")
                .write(toFile: path, atomically: true, encoding: .utf8)
            var reader = try LineReader(path: path)
            defer { reader.close() }
            #expect(try await reader.next(10, upTo: 250).count == 3)
            #expect(try await reader.next(4, upTo: 1000).count == 4)
            #expect(try await reader.next(10, upTo: 1000).count == 1)
        }
    }

    private func writeText(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        #expect(write(descriptor, bytes, bytes.count) == bytes.count)
    }
}

extension LineReader.Line {
    fileprivate var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
}
