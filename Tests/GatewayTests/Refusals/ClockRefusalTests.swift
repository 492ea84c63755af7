import Backend
import CommandHandling
import EventSourcing
import TestSupport
import Testing

@testable import Gateway

/// Rules about moments and turns, which a policy or the clock would otherwise reach first.
@Suite struct ClockRefusalTests {
    @Test func `a seat is not taken behind the end of its offer`() async throws {
        let time = ScriptedTime(SystemTime().now())
        let begin = try await time.now()
        // The clock that lets offers lapse stands still, so that the offer is found expired.
        try await withInProcessGateway(backend: { backend in
            backend.time = time
            backend.deadlineTime = ScriptedTime(begin)
        }) { service in
            let stage = try await Stage.make(on: service)
            let (club, waiting) = try await stage.queue()
            let offer = try await stage.offerSeat(in: club, to: waiting)
            await time.advance(by: .seconds(49 * 3600))
            let late = try await stage.caller(waiting).post("/v1/seat-offers/\(offer)/acceptance")
            try late.expectProblem(409, "offer-expired")
            #expect(try late.json["at"] != nil)
        }
    }

    @Test func `an invitation does not work behind its end`() async throws {
        let time = ScriptedTime(SystemTime().now())
        try await withInProcessGateway(backend: { $0.time = time }) { service in
            let stage = try await Stage.make(on: service)
            let club = try await stage.club(["joinPolicy": "invite"])
            try await stage.invite(to: club).expect(201)
            await time.advance(by: .seconds(2 * 3600))
            let late = try await stage.caller(stage.student()).post(
                "/v1/clubs/\(club)/members", ["inviteCode": "open-sesame-please"])
            try late.expectProblem(409, "invite-invalid")
            #expect(try late.json["fault"] == "expired")
        }
    }

    @Test func `nobody is offered a seat before their turn`() async throws {
        try await withInProcessGateway(isOfferingSeats: false) { service in
            let stage = try await Stage.make(on: service)
            let (club, first) = try await stage.queue()
            let second = try await stage.student()
            try await stage.join(second, club).expect(201)
            try await stage.setCapacity(of: club, to: 2)
            let answer = try await stage.offer(newID(), to: second, in: club)
            try answer.expectProblem(409, "not-next")
            #expect(try answer.json["next"] == .string(first))
        }
    }
}
