import EventSourcing
import HTTPTypes
import TestSupport
import Testing

@testable import Gateway

/// `/problems/{code}`: where every problem's `type` leads.
@Suite struct ProblemPageTests {
    @Test(arguments: ProblemCode.allCases)
    func `every problem has its page, with the text of the problem itself`(code: ProblemCode)
        async throws
    {
        let service = try await SharedService.shared.service
        let problem = Problem(code).json
        let address = try #require(problem["type"]?.string)
        let page = try await service.nobody.get(address)
        try page.expect(200)
        let json = try page.json
        for member in ["code", "status", "title", "rule", "remedy"] {
            #expect(json[member] == problem[member])
        }
    }

    /// The codes and statuses that the API's description promises; a client may rely on them.
    @Test func `codes have the statuses that were promised`() {
        let promised: [Int: [String]] = [
            400: ["invalid-json", "bad-cursor", "bad-as-of", "bad-mode"],
            401: ["token-missing", "token-expired"],
            403: ["not-allowed", "acting-not-linked", "consent-missing", "minor-cannot-hold-role"],
            404: ["not-found"], 410: ["cursor-expired"],
            409: [
                "already-member", "request-open", "reapply-later", "enrolment-closed",
                "not-eligible", "club-full", "offer-expired", "capacity-below-members",
                "needs-adult-lead", "last-adult-lead",
            ],
            412: ["stale"], 428: ["version-required"],
            422: ["invalid", "unknown-time-zone", "policy-below-floor", "idempotency-mismatch"],
            429: ["rate-limited"], 503: ["projection-behind", "store-unavailable"],
        ]
        for (status, codes) in promised {
            for code in codes {
                #expect(ProblemCode(rawValue: code)?.status.code == status, "\(code)")
            }
        }
    }
}
