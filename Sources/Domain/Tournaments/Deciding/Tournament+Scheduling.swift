import EventSourcing
import Pairing
import Vocabulary

/// What is agreed beforehand, and how it may change.
extension Tournament {
    func schedule(_ settings: Settings) throws(Rejection) -> [Event] {
        guard !isScheduled else { throw .alreadyScheduled }
        var settings = settings
        settings.engine.rules = Engine.rules(of: settings.format)
        try settings.check()
        return [.scheduled(settings)]
    }

    /// Before the start anything may change that still makes sense; after it each setting has a
    /// level, and what breaks a promise needs force and a reason.
    func amend(
        _ settings: Settings, _ wish: [String: JSONValue], force: Bool,
        because reasonCode: ReasonCode?
    ) throws(Rejection) -> [Event] {
        let fields = settings.fields
        for name in wish.keys.sorted() where !Settings.names.contains(name) {
            throw .unknownSetting(name)
        }
        let changes = wish.reduce(into: [String: FieldChange]()) { changes, wished in
            let before = fields[wished.key] ?? .null
            guard before != wished.value else { return }
            changes[wished.key] = FieldChange(from: before, to: wished.value)
        }
        guard !changes.isEmpty else { return [] }
        var amended: Settings
        do {
            amended = try settings.applying(changes)
        } catch {
            throw .settingInvalid(error.setting, reason: error.reason)
        }
        amended.engine.rules = Engine.rules(of: amended.format)
        try amended.check()
        var level = Level.ok
        if stage != .planned {
            for name in changes.keys.sorted() {
                guard let own = Settings.levels[name] else { throw .settingFixed(name) }
                level = max(level, own)
            }
            if changes["rounds"] != nil {
                guard amended.format == .swiss, amended.rounds >= max(rounds.count, 1) else {
                    throw .roundsFixed(atLeast: max(rounds.count, 1))
                }
            }
            guard level < .breach || (force && reasonCode != nil) else {
                throw .amendmentBreach(
                    changes.keys.sorted().filter { Settings.levels[$0] == .breach })
            }
        }
        let event = Event.amended(changes: changes, level: level, reasonCode: reasonCode)
        return [event] + folding([event]).promotions(under: amended)
    }

    func postpone(_ settings: Settings, to start: LocalDateTime) throws(Rejection) -> [Event] {
        guard start != settings.startsAtLocal else { return [] }
        try settings.check(start)
        return [.postponed(from: settings.startsAtLocal, to: start)]
    }
}
