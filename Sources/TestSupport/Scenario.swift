import EventSourcing
import Testing

/// A rule as a story: given what happened, when somebody wishes, then what follows.
///
/// Every event on the way goes through its wire form and back, so that a case without a stable
/// name, or a field that does not survive the log, fails its first test.
package struct Scenario<State: Decider> {
    private var state = State()

    package init() {}

    package func given(_ events: State.Event...) throws -> Scenario {
        try given(events)
    }

    package func given(_ events: [State.Event]) throws -> Scenario {
        var next = self
        for event in events { next.state.evolve(try throughTheLog(event)) }
        return next
    }

    /// Commands that have to succeed before the story begins.
    package func given(commands: State.Command...) throws -> Scenario {
        var next = self
        for command in commands {
            for event in try next.state.decide(command) {
                next.state.evolve(try throughTheLog(event))
            }
        }
        return next
    }

    package func when(_ command: State.Command) -> Outcome<State> {
        do {
            return Outcome(before: state, verdict: .success(try state.decide(command)))
        } catch {
            return Outcome(before: state, verdict: .failure(error))
        }
    }
}

/// What a command came to.
package struct Outcome<State: Decider> {
    let before: State
    let verdict: Result<[State.Event], State.Rejection>

    /// Exactly these events, in this order; the state after them, to go on with.
    @discardableResult
    package func then(
        _ expected: State.Event..., sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> State {
        let events = try verdict.get()
        #expect(events == expected, sourceLocation: sourceLocation)
        var state = before
        for event in events { state.evolve(try throughTheLog(event)) }
        return state
    }

    package func thenRejected(
        _ expected: State.Rejection, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        switch verdict {
        case .success(let events):
            Issue.record(
                "not rejected with \(expected), but gave \(events)",
                sourceLocation: sourceLocation)
        case .failure(let rejection):
            #expect(rejection == expected, sourceLocation: sourceLocation)
        }
    }

    /// The wish was fulfilled before.
    package func thenNothing(sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try verdict.get().isEmpty, sourceLocation: sourceLocation)
    }
}

/// Writes the event as the log does and reads it back.
package func throughTheLog<Event: EventFamily>(
    _ event: Event, sourceLocation: SourceLocation = #_sourceLocation
) throws -> Event {
    let codec = EventCodec()
    let decoded = try codec.decode(try codec.encode(event), as: Event.self)
    #expect(decoded == event, "survives the log", sourceLocation: sourceLocation)
    return decoded
}
