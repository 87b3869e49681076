#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "models/algorithms/base/node_id.h"
#include "models/algorithms/base/time.h"
#include "models/algorithms/membership/member_list.h"
#include "models/algorithms/membership/rumor_queue.h"

namespace napkin::algorithms {

/// What SWIM nodes send each other. Best effort: it may be lost, repeated, or late.
struct SwimMessage {
  enum class Kind : std::uint8_t {
    kPing,         ///< answer with kAck
    kPingRequest,  ///< ping `subject` for me
    kAck,          ///< `subject` is alive
    kJoin,         ///< tell me whom you know
    kWelcome,      ///< everybody I know is in `updates`
  };

  Kind kind = Kind::kPing;
  NodeId from{0};
  NodeId to{0};
  NodeId subject{0};
  std::uint64_t sequence = 0;         ///< an ack carries that of its ping
  std::vector<MemberUpdate> updates;  ///< rumors that ride along
};

struct SwimOptions {
  Duration probe_period = 1s;
  Duration probe_timeout = 300ms;  ///< of the direct ping; the rest of the period is for helpers
  std::size_t helpers = 3;         ///< members asked to ping whom we could not reach
  /// A suspect is declared dead after this many probe periods, times log2(members).
  int suspicion_multiplier = 3;
  /// A rumor is passed on this many times, times log2(members).
  std::size_t retransmit_multiplier = 3;
  std::size_t updates_per_message = 8;
  /// How often one of the dead is pinged: how two halves of a healed partition meet again.
  Duration reconnect_period = 30s;
};

/// Group membership and failure detection by gossip: each member pings one other per period, so the
/// load per member does not grow with the group, and news travels on the same messages.
///
/// A member that answers neither the ping nor those of `helpers` becomes suspect, and dead if it
/// does not refute that in time. Every member is pinged within 2n - 1 periods (the targets are a
/// shuffled round); the first detection takes about 1.6 periods whatever the size.
///
/// A pure state machine: the caller delivers messages, sends those returned, and calls tick() at
/// next_deadline(). Randomness comes from the seed alone. O(log members) per message, O(members)
/// once per round; about 100 bytes per member. Source: Das, Gupta, Motivala, "SWIM: scalable
/// weakly-consistent infection-style process group membership protocol", DSN 2002; telling a node
/// what is rumored of it when it asks is from Dadgar et al., "Lifeguard", 2017, section IV-C.
///
///     Swim node(self, {}, seed);
///     send(node.join(known_member, now));
///     send(node.receive(message, now));  send(node.tick(now));     // then:
///     for (const MemberUpdate& change : node.take_changes()) ...
class Swim final {
 public:
  using Messages = std::vector<SwimMessage>;

  /// Throws std::invalid_argument unless 0 < probe_timeout < probe_period and the multipliers and
  /// reconnect_period are positive.
  Swim(NodeId self, SwimOptions options, std::uint64_t seed);

  /// Asks a known member for the list of all. May be repeated until somebody answers.
  Messages join(NodeId contact, Time now);
  /// Adds a member that everybody knows beforehand: no rumor is spread.
  void add_member(NodeId node);
  /// Says goodbye: the others learn of it as of a death, without the wait. Goes on answering.
  void leave();

  /// Probes and time-outs that are due. A time before the latest one counts as the latest.
  Messages tick(Time now);
  /// When tick() has something to do next; before the first call: at once.
  [[nodiscard]] Time next_deadline() const;
  Messages receive(const SwimMessage& message, Time now);

  [[nodiscard]] NodeId self() const { return self_; }

  [[nodiscard]] std::uint32_t incarnation() const { return incarnation_; }

  /// Beliefs about the others; self is not in it.
  [[nodiscard]] const MemberList& members() const { return members_; }

  /// What changed since the last call, in order.
  std::vector<MemberUpdate> take_changes();

 private:
  struct Probe {
    NodeId target;
    std::uint64_t sequence;
    bool acknowledged = false;
    bool helpers_asked = false;
  };

  struct Relay {  // a ping sent on behalf of another member
    NodeId origin;
    std::uint64_t sequence;
    Time expires;
  };

  void advance_to(Time now);
  void declare_dead_suspects();
  void ask_helpers(Messages* out);
  void finish_probe();
  void start_probe(Messages* out);
  void reconnect(Messages* out);
  std::optional<NodeId> next_target();
  void start_round();

  void learn(const MemberUpdate& update);
  void refute(const MemberUpdate& claim);
  void on_acknowledged(const SwimMessage& ack, Messages* out);
  void relay_ping(const SwimMessage& request, Messages* out);
  void welcome(const SwimMessage& join, Messages* out);

  [[nodiscard]] SwimMessage message(SwimMessage::Kind kind,
                                    NodeId to,
                                    NodeId subject,
                                    std::uint64_t sequence);
  [[nodiscard]] Duration suspicion_timeout() const;
  [[nodiscard]] std::size_t group_logarithm() const;
  std::uint64_t random_below(std::uint64_t bound);
  void shuffle(std::vector<NodeId>* nodes);

  NodeId self_;
  SwimOptions options_;
  std::uint64_t seed_;
  std::uint64_t draws_ = 0;
  std::uint32_t incarnation_ = 0;
  bool leaving_ = false;
  MemberList members_;
  RumorQueue rumors_;
  std::vector<MemberUpdate> changes_;

  Time now_{0};
  bool started_ = false;
  Time period_start_{0};
  Time reconnect_at_{0};
  std::uint64_t sequence_ = 0;
  std::optional<Probe> probe_;
  std::vector<NodeId> round_;               // targets still to be probed in this round, last first
  std::map<NodeId, Time> suspected_until_;  // when a suspect is declared dead
  std::map<std::uint64_t, Relay> relays_;   // by our own sequence
};

}  // namespace napkin::algorithms
