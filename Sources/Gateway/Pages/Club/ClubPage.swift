import Clubs
import EventSourcing
import ReadModels
import Vocabulary

/// A club's page as its template reads it: text, numbers and links, and nothing left to decide.
struct ClubPage: Sendable {
    let frame: PageFrame
    let path: String
    let name: String
    let summary: String?
    let crest: Crest
    let kind: String
    let host: String
    let languages: String?
    let interests: [String]
    let isArchived: Bool
    let founded: LocalMoment
    let zone: Zone
    let past: Past?
    /// Nothing in a past in which the club was not founded yet.
    let seatsView: SeatsView?
    let you: YouCard?
    let joining: Joining?
    let leads: [String]
    let hiddenLeads: String?
    let tournaments: TournamentsView?
    let people: PeopleView?
    let life: LifeView
    let live: Live?

    struct Zone: Sendable {
        let words: String
        let name: String
    }

    /// What the banner says.
    struct Past: Sendable {
        let words: String
        let asOf: String
        let isBeforeFounding: Bool
    }

    struct Joining: Sendable {
        let gates: [Gates.Item]
        /// Whether the signs beside the gates are about the viewer.
        let isPersonal: Bool
    }

    /// What the script listens to.
    struct Live: Sendable {
        let stream: String
        let events: String
        /// Said to those who cannot see what has changed.
        let summary: String

        /// - Parameter position: What the page shows already.
        init(topic: String, after position: Position, events: [String], summary: String) {
            stream = "/v1/stream?topic=\(topic)&after=\(position)"
            self.events = events.joined(separator: " ")
            self.summary = summary
        }
    }

    init(
        _ facts: ClubFacts, signedIn: PageFrame.SignedIn?, seal: FormSeal?, refusal: SpokenRefusal?,
        notice: Notice?
    ) {
        let club = facts.club ?? facts.today
        let isToday = facts.moment.isToday
        let path = "/c/\(facts.today.slug)"
        self.path = path
        frame = PageFrame(
            script: isToday ? PageAssets.shared.script.address : nil, for: signedIn)
        name = club.name
        summary = club.summary.isEmpty ? nil : club.summary
        crest = Crest(club.name, kind: club.kind, slug: club.slug)
        kind = club.kind.words
        host = facts.hostName
        languages =
            club.languages.isEmpty ? nil : club.languages.map(\.words).words(joinedBy: "and")
        interests = club.interests.map { $0.text.replacing("-", with: " ") }
        isArchived = club.archived
        founded = facts.clock.words(club.foundedAt)
        zone = Zone(words: facts.clock.zoneWords, name: facts.clock.zone.text)
        past = facts.moment.asOf.map {
            Past(
                words: facts.moment.words(facts.clock), asOf: $0,
                isBeforeFounding: facts.club == nil)
        }
        seatsView = facts.club.map(SeatsView.init)
        you = YouCard(facts, path: path, seal: seal, refusal: refusal, notice: notice)
        joining = facts.club.map { club in
            Joining(gates: Gates(facts, club: club).items, isPersonal: facts.me?.forecast != nil)
        }
        leads = facts.leads.map(\.displayName)
        hiddenLeads =
            facts.hiddenLeads == 0
            ? nil
            : facts.hiddenLeads == 1
                ? "a student, named to those who sign in"
                : "\(facts.hiddenLeads) students, named to those who sign in"
        tournaments = TournamentsView(facts.tournaments)
        people = facts.club.map { PeopleView(facts, $0, path: path) }
        life = LifeView(
            facts.life, shown: facts.moment.day, today: facts.clock.day(of: facts.now))
        live =
            isToday
            ? Live(
                topic: "club:\(facts.today.club)", after: facts.viewer.position,
                events: Club.Event.wireNames,
                summary: SeatsView(club).words) : nil
    }
}

/// How many are in, and how many can be.
struct SeatsView: Sendable {
    /// Up to how many seats are drawn one by one.
    static let drawnLimit = 80

    let words: String
    let waiting: String?
    let drawn: [Seat]

    struct Seat: Sendable {
        let isTaken: Bool
        let isOffered: Bool
    }

    init(_ club: ClubView) {
        let members = club.members == 1 ? "1 member" : "\(club.members) members"
        let free = club.freeSeats ?? 0
        words =
            club.capacity.map { capacity in
                "\(members) on \(capacity) \(capacity == 1 ? "seat" : "seats")"
                    + (club.offered > 0 ? ", \(club.offered) on offer" : "")
                    + (free > 0 ? ", \(free) free" : "")
            } ?? "\(members), and a seat for everybody"
        waiting =
            switch club.waitlisted {
            case 0: nil
            case 1: "1 person waits"
            default: "\(club.waitlisted) people wait"
            }
        let seats = club.capacity.map { max($0, club.members + club.offered) } ?? club.members
        drawn =
            seats > Self.drawnLimit
            ? []
            : (0..<seats).map { seat in
                Seat(
                    isTaken: seat < club.members,
                    isOffered: seat >= club.members && seat < club.members + club.offered)
            }
    }
}

/// A badge of a club's own: its kind makes the pattern, its address the colours.
struct Crest: Sendable {
    static let colours = 6

    let letter: String
    let colour: Int
    let isChess: Bool
    let isMusic: Bool
    let isScience: Bool
    let isGeneral: Bool

    init(_ name: String, kind: Club.Kind, slug: Slug) {
        letter = name.first { $0.isLetter || $0.isNumber }.map { $0.uppercased() } ?? "·"
        // Always the same for the same slug, unlike a hash.
        colour = slug.text.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % Self.colours
        isChess = kind == .chess
        isMusic = kind == .music
        isScience = kind == .science
        isGeneral = kind == .general
    }
}

extension Club.Kind {
    var words: String {
        switch self {
        case .science: "Science club"
        case .chess: "Chess club"
        case .music: "Music club"
        case .general: "Club"
        }
    }
}

extension LanguageTag {
    /// The language's English name, where it is a common one.
    fileprivate var words: String {
        let names = [
            "ar": "Arabic", "bn": "Bengali", "de": "German", "en": "English", "es": "Spanish",
            "fr": "French", "hi": "Hindi", "it": "Italian", "ja": "Japanese", "ko": "Korean",
            "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sw": "Swahili",
            "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "zh": "Chinese",
        ]
        let language = text.prefix { $0 != "-" }
        return names[String(language)] ?? text
    }
}
