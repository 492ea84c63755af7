import EventSourcing
import TestSupport
import Testing

@testable import Gateway

/// A budget of requests for each principal.
@Suite struct RateLimitTests {
    @Test func `whoever asks too much waits, and nobody else does`() async throws {
        try await withInProcessGateway({
            $0.limits.requestBurst = 40
            // None comes back while this runs, however slow the machine is.
            $0.limits.requestsPerSecond = 0.001
        }) { service in
            let stage = try await Stage.make(on: service)
            let greedy = stage.caller(stage.lead)
            let answers = try await inParallel(Array(0..<60)) { _ in
                try await greedy.get("/v1/me")
            }
            let refused = answers.filter { $0.status == 429 }
            #expect(refused.count == 20)
            #expect(answers.filter { ![200, 429].contains($0.status) }.map(\.description) == [])
            for answer in refused {
                try answer.expectProblem(429, "rate-limited")
                let wait = try #require(answer[header: "Retry-After"].flatMap { Int($0) })
                #expect((1...1000).contains(wait))
                #expect(answer[header: "RateLimit"] == "\"requests\";r=0;t=\(wait)")
            }
            let served = try #require(answers.first { $0.status == 200 })
            #expect(served[header: "RateLimit-Policy"] == "\"requests\";q=40;w=40000")
            try await stage.admin.get("/v1/me").expect(200)
        }
    }

    @Test func `a batch counts as the commands that it brings`() async throws {
        try await withInProcessGateway({
            $0.limits.requestBurst = 40
            $0.limits.requestsPerSecond = 0.001
        }) { service in
            let stage = try await Stage.make(on: service)
            let greedy = stage.caller(stage.lead)
            let batch = try await greedy.batch([JSONValue](repeating: 1, count: 1000))
            try batch.expect(200)
            // Forty were there; the other 960 come back one in a thousand seconds.
            #expect(batch[header: "RateLimit"]?.hasPrefix("\"requests\";r=0;t=9") == true)
            try await greedy.get("/v1/me").expectProblem(429, "rate-limited")
        }
    }

    @Test func `the standard budget is that of a busy person`() async throws {
        let stage = try await Stage.make()
        let answer = try await stage.caller(stage.lead).get("/v1/me")
        #expect(answer[header: "RateLimit-Policy"] == "\"requests\";q=600;w=10")
    }
}
