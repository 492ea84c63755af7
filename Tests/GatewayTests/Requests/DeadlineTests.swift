import TestSupport
import Testing

@testable import Gateway

/// Whoever holds a connection and does not speak is let go.
@Suite struct DeadlineTests {
    @Test func `half a head is not waited for`() async throws {
        try await withInProcessGateway({ $0.limits.headDeadline = .milliseconds(50) }) { service in
            for text in ["", "GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: "] {
                let answer = try await RawConnection.exchange(text, with: service.address)
                #expect(answer.isEmpty, "\(answer)")
            }
        }
    }

    @Test func `half a body is refused`() async throws {
        try await withInProcessGateway({ $0.limits.bodyDeadline = .milliseconds(50) }) { service in
            let answer = try await RawConnection.exchange(
                "POST /v1/clubs HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100\r\n\r\n{",
                with: service.address)
            #expect(answer.hasPrefix("HTTP/1.1 4"), "\(answer)")
            #expect(answer.contains("application/problem+json"))
        }
    }
}
