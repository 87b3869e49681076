#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "models/algorithms/base/time.h"
#include "models/algorithms/queue/delay_queue.h"

namespace napkin::algorithms {

/// Makes a request with an idempotency key take effect once, however often it is sent: the first
/// one runs, those that come while it runs are turned away, those that come later get its reply
/// again, and the same key with another request is an error. If the server dies while it runs, the
/// key's lease ends and the next sending may run; the token then keeps the first, should it wake
/// up, from recording its outcome.
///
///     IdempotencyTable<Reply> table({.lease = 30s, .retention = 24h});
///     const auto begun = table.begin("8f14e45f...", request_hash, now);
///     if (begun.outcome == Outcome::kRun) { table.complete(key, begun.token, reply, now); }
///
/// The lease decides who runs, not what has happened: before a second run has an effect outside (a
/// charge), that effect must be asked for under the same key. O(log keys) per call. Source: the
/// payment chapter of Alex Xu, "System Design Interview";
/// draft-ietf-httpapi-idempotency-key-header, section 2.
template <class Reply>
class IdempotencyTable final {
 public:
  using Token = std::uint64_t;

  struct Options {
    /// How long a request may run before another sending may take over.
    Time lease = std::chrono::seconds(30);
    /// How long a reply is kept, counted from its completion; and a key that nobody completed,
    /// from the end of its lease. A sending after that runs anew.
    Time retention = std::chrono::hours(24);
  };

  enum class Outcome : std::uint8_t {
    kRun,         // go on, and report the outcome with the token
    kInProgress,  // another sending is running: 409 or 429
    kReplay,      // done before: here is the reply
    kMismatch,    // the key belongs to a different request: 422
  };

  struct Begun {
    Outcome outcome = Outcome::kRun;
    Token token = 0;
    std::optional<Reply> reply;
  };

  explicit IdempotencyTable(Options options) : options_(options) {}

  /// A request with `key` arrives; `fingerprint` is a hash of its contents.
  Begun begin(std::string_view key, std::uint64_t fingerprint, Time now) {
    expire(now);
    const auto found = entries_.find(key);
    if (found == entries_.end()) {
      return {Outcome::kRun, add(std::string(key), fingerprint, now), std::nullopt};
    }
    Entry& entry = found->second;
    if (entry.fingerprint != fingerprint) {
      return {Outcome::kMismatch, 0, std::nullopt};
    }
    if (entry.reply) {
      return {Outcome::kReplay, 0, entry.reply};
    }
    if (now < entry.lease_end) {
      return {Outcome::kInProgress, 0, std::nullopt};
    }
    entry.token = next_token_++;
    entry.lease_end = now + options_.lease;
    keep_until(found, entry.lease_end + options_.retention);
    return {Outcome::kRun, entry.token, std::nullopt};
  }

  /// Records the reply. False if the run was taken over meanwhile: the reply is not recorded.
  bool complete(std::string_view key, Token token, Reply reply, Time now) {
    const auto found = find_running(key, token);
    if (found == entries_.end()) {
      return false;
    }
    found->second.reply = std::move(reply);
    keep_until(found, now + options_.retention);
    return true;
  }

  /// The run came to nothing and had no effect: the key is free for the next sending. False if the
  /// run was taken over meanwhile.
  bool abandon(std::string_view key, Token token) {
    const auto found = find_running(key, token);
    if (found == entries_.end()) {
      return false;
    }
    entries_.erase(found);
    return true;
  }

  /// Number of keys held.
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::uint64_t fingerprint = 0;
    Token token = 0;
    Time lease_end;
    Time forget_at{};
    std::optional<Reply> reply;
  };

  using Entries = std::map<std::string, Entry, std::less<>>;

  Token add(std::string key, std::uint64_t fingerprint, Time now) {
    const Token token = next_token_++;
    const Time lease_end = now + options_.lease;
    const auto added =
        entries_.emplace(std::move(key), Entry{fingerprint, token, lease_end, {}, std::nullopt});
    keep_until(added.first, lease_end + options_.retention);
    return token;
  }

  void keep_until(typename Entries::iterator entry, Time end) {
    entry->second.forget_at = end;
    ends_.push(end, entry->first);
  }

  typename Entries::iterator find_running(std::string_view key, Token token) {
    const auto found = entries_.find(key);
    const bool is_ours =
        found != entries_.end() && !found->second.reply && found->second.token == token;
    return is_ours ? found : entries_.end();
  }

  void expire(Time now) {
    while (const auto key = ends_.pop(now)) {
      const auto found = entries_.find(*key);
      if (found != entries_.end() && found->second.forget_at <= now) {
        entries_.erase(found);  // unless it was given more time since
      }
    }
  }

  Options options_;
  Entries entries_;
  DelayQueue<std::string> ends_;  // when to see whether a key may be forgotten
  Token next_token_ = 1;
};

}  // namespace napkin::algorithms
