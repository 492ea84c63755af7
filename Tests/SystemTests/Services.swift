import Foundation
import TestSupport

/// The services that run now, by their places; each is started again when it has been killed.
actor Services {
    /// How long a client waits before it tries again.
    private static let pause = Duration.milliseconds(20)

    private var running: [Int: RunningService] = [:]
    private var isOver = false
    private var turns = 0
    private var starts = 0

    /// Keeps a service at a place until `end`.
    func keep(_ place: Int, _ program: Program) async throws {
        while !isOver {
            do {
                _ = try await program.serving { service in
                    self.put(service, at: place)
                    await self.untilGone(service, from: place)
                }
            } catch let failure as TestServiceFailure {
                // Its database may be away; whatever else is wrong shows at the end.
                lastFailure = failure
                try await Task.sleep(for: Self.pause)
            }
        }
    }

    private(set) var lastFailure: TestServiceFailure?
    /// How many services have come up.
    var startCount: Int { starts }

    private func put(_ service: RunningService, at place: Int) {
        running[place] = service
        starts += 1
    }

    private func untilGone(_ service: RunningService, from place: Int) async {
        while !isOver, running[place]?.address == service.address { await changed() }
    }

    func kill(_ place: Int) async {
        await untilRunning(place)
        let service = running.removeValue(forKey: place)
        await service?.kill()
    }

    func untilRunning(_ place: Int) async {
        while running[place] == nil, !isOver { await changed() }
    }

    func end() { isOver = true }

    /// The address of some service, in turn.
    func any() async -> String {
        while running.isEmpty { await changed() }
        turns += 1
        let places = running.keys.sorted()
        return running[places[turns % places.count]]?.address ?? ""
    }

    /// Waits a moment, after which something may have changed.
    func changed() async {
        // A cancelled sleep only makes the moment shorter.
        try? await Task.sleep(for: Self.pause)
    }
}
