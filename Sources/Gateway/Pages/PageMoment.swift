import EventSourcing
import Hummingbird
import ReadModels

/// Which moment a page shows: today, the end of a day, or a moment to the microsecond.
struct PageMoment: Sendable {
    let moment: Moment
    /// The day in words of the clock; nothing for today and for a position.
    let day: CivilDate?
    /// What was asked for, as an address says it; nothing for today.
    let asOf: String?

    static let today = PageMoment(moment: .now, day: nil, asOf: nil)

    var isToday: Bool { moment == .now }

    private init(moment: Moment, day: CivilDate?, asOf: String?) {
        self.moment = moment
        self.day = day
        self.asOf = asOf
    }

    /// A day such as `1972-04-03` means its last moment in the clock's zone; what lies ahead is
    /// today.
    ///
    /// - Throws: `Problem` `bad-as-of`.
    init(_ query: QueryText, clock: LocalClock, now: Timestamp) throws {
        guard let text = query["asOf"] else {
            self = .today
            return
        }
        if let day = CivilDate(text) {
            let end = clock.end(of: day)
            self = end < now ? PageMoment(moment: .time(end), day: day, asOf: text) : .today
            return
        }
        switch try query.moment {
        case .now: self = .today
        case .position(let position):
            self.init(moment: .position(position), day: nil, asOf: text)
        case .time(let time):
            self =
                time < now
                ? PageMoment(moment: .time(time), day: clock.day(of: time), asOf: text) : .today
        }
    }

    /// The time by which what was over then is told from what was not.
    func clock(now: Timestamp) -> Timestamp {
        if case .time(let time) = moment { time } else { now }
    }

    /// `on Monday 3 April 1972, at the end of the day`.
    func words(_ clock: LocalClock) -> String {
        switch moment {
        case .now: return "today"
        case .position(let position): return "at event \(position) of the log"
        case .time(let time):
            guard let day, clock.end(of: day) == time else {
                return "on \(clock.words(time).full)"
            }
            return "on \(day.words), at the end of the day"
        }
    }
}
