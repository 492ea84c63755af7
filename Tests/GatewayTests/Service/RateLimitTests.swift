import EventSourcing
import TestSupport
import Testing

@testable import Gateway

/// A budget of requests for each principal.
@Suite struct RateLimitTests {
    @Test func `whoever asks too much waits, and nobody else does`() async throws {
        try await withInProcessGateway({
            $0.limits.requestBurst = 40
            $0.limits.requestsPerSecond = 1
        }) { service in
            let stage = try await Stage.make(on: service)
            let greedy = stage.caller(stage.lead)
            let answers = try await inParallel(Array(0..<60)) { _ in
                try await greedy.get("/v1/me")
            }
            let refused = answers.filter { $0.status == 429 }
            // A request comes back each second, so a slow machine may see a few more served.
            #expect((1...20).contains(refused.count), "\(refused.count)")
            #expect(answers.filter { ![200, 429].contains($0.status) }.map(\.description) == [])
            for answer in refused {
                try answer.expectProblem(429, "rate-limited")
                #expect(answer[header: "Retry-After"] == "1")
                #expect(answer[header: "RateLimit"] == "\"requests\";r=0;t=1")
            }
            let served = try #require(answers.first { $0.status == 200 })
            #expect(served[header: "RateLimit-Policy"] == "\"requests\";q=40;w=40")
            try await stage.admin.get("/v1/me").expect(200)
        }
    }

    @Test func `a batch counts as the commands that it brings`() async throws {
        try await withInProcessGateway({
            $0.limits.requestBurst = 40
            $0.limits.requestsPerSecond = 1
        }) { service in
            let stage = try await Stage.make(on: service)
            let greedy = stage.caller(stage.lead)
            let batch = try await greedy.batch([JSONValue](repeating: 1, count: 1000))
            try batch.expect(200)
            #expect(batch[header: "RateLimit"] == "\"requests\";r=0;t=1")
            try await greedy.get("/v1/me").expectProblem(429, "rate-limited")
        }
    }

    @Test func `the standard budget is that of a busy person`() async throws {
        let stage = try await Stage.make()
        let answer = try await stage.caller(stage.lead).get("/v1/me")
        #expect(answer[header: "RateLimit-Policy"] == "\"requests\";q=600;w=10")
    }
}
