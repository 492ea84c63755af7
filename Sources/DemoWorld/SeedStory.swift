import CommandHandling
import EventSourcing

/// What one context adds to the world; a context that comes later is one more of these.
///
/// A story looks at the world as it is and says what its people wish next. It holds no state of
/// its own beyond its plan: the deciders and the policies make of the wishes what they will.
protocol SeedStory: Sendable {
    /// What happens before the first week, in steps.
    func beginning(of cast: Cast) -> [Scene]
    /// What happens in a week, scene by scene; each sees what the scenes before it have brought.
    func scenes(of cast: Cast, week: Int) -> [Scene]
}

extension SeedStory {
    func beginning(of cast: Cast) -> [Scene] { [] }
    func scenes(of cast: Cast, week: Int) -> [Scene] { [] }
}

/// What people wish at one moment, in their order.
struct Scene: Sendable {
    let at: Timestamp
    let wishes: @Sendable (NetworkState) -> [Intent]
}

/// One wish with whose it is.
struct Intent: Sendable {
    let principal: Principal
    let wish: Wish
    /// Whether it takes the version of its stream along.
    let isVersioned: Bool

    init(_ principal: Principal, _ wish: Wish, isVersioned: Bool = false) {
        self.principal = principal
        self.wish = wish
        self.isVersioned = isVersioned
    }

    init(_ person: PersonID, _ wish: Wish, isVersioned: Bool = false) {
        self.init(.person(person, via: .import), wish, isVersioned: isVersioned)
    }
}

/// Every context's story, in the order in which they take their turn at one moment.
enum SeedStories {
    static let all: [any SeedStory] = [DirectoryStory(), ClubStory()]
}
