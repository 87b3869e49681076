#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

// Each policy as its paper's prose has it, for objects of size 1: searched from end to end, in as
// few lines as will do. The newest is at the front of every line.
namespace napkin::algorithms::testing {

using Key = std::uint64_t;

/// A few keys; an array, because it is searched from end to end for every request.
class Line {
 public:
  void push_front(Key key) { oldest_first_.push_back(key); }

  void pop_back() { erase_at(0); }

  void erase_at(std::size_t index) {
    oldest_first_.erase(oldest_first_.begin() + static_cast<std::ptrdiff_t>(index));
  }

  [[nodiscard]] Key back() const { return oldest_first_.front(); }

  [[nodiscard]] bool empty() const { return oldest_first_.empty(); }

  [[nodiscard]] std::size_t size() const { return oldest_first_.size(); }

  /// The key's place, or size().
  [[nodiscard]] std::size_t find(Key key) const {
    const Key* const keys = oldest_first_.data();
    const std::size_t end = oldest_first_.size();
    std::size_t place = 0;
    while (place < end && keys[place] != key) {
      ++place;
    }
    return place;
  }

 private:
  std::vector<Key> oldest_first_;
};

inline bool has(const Line& line, Key key) {
  return line.find(key) < line.size();
}

inline bool take(Line& line, Key key) {
  const std::size_t place = line.find(key);
  const bool is_there = place < line.size();
  if (is_there) {
    line.erase_at(place);
  }
  return is_there;
}

inline Key pop_oldest(Line& line) {
  const Key key = line.back();
  line.pop_back();
  return key;
}

struct FifoModel {
  std::size_t capacity;
  Line line{};

  bool access(Key key) {
    if (has(line, key)) {
      return true;
    }
    if (line.size() == capacity) {
      line.pop_back();
    }
    line.push_front(key);
    return false;
  }

  void erase(Key key) { take(line, key); }
};

struct LruModel {
  std::size_t capacity;
  Line line{};

  bool access(Key key) {
    const bool hit = take(line, key);
    if (line.size() == capacity) {
      line.pop_back();
    }
    line.push_front(key);
    return hit;
  }

  void erase(Key key) { take(line, key); }
};

struct ClockModel {
  std::size_t capacity;
  Line line{};
  std::set<Key> used{};

  bool access(Key key) {
    if (has(line, key)) {
      used.insert(key);
      return true;
    }
    while (line.size() == capacity) {
      const Key oldest = pop_oldest(line);
      if (used.erase(oldest) > 0) {
        line.push_front(oldest);
      }
    }
    line.push_front(key);
    return false;
  }

  void erase(Key key) {
    take(line, key);
    used.erase(key);
  }
};

struct SieveModel {
  std::size_t capacity;
  std::vector<Key> oldest_first{};
  std::set<Key> visited{};
  std::size_t hand = 0;

  bool access(Key key) {
    if (std::ranges::find(oldest_first, key) != oldest_first.end()) {
      visited.insert(key);
      return true;
    }
    if (oldest_first.size() == capacity) {
      hand %= oldest_first.size();
      while (visited.erase(oldest_first[hand]) > 0) {
        hand = (hand + 1) % oldest_first.size();
      }
      remove_at(hand);
    }
    oldest_first.push_back(key);
    return false;
  }

  void erase(Key key) {
    const auto place = std::ranges::find(oldest_first, key);
    if (place != oldest_first.end()) {
      const auto index = static_cast<std::size_t>(place - oldest_first.begin());
      visited.erase(key);
      remove_at(index);
      hand -= index < hand ? 1 : 0;
    }
  }

  /// A hand that has passed the newest starts again at the oldest, even if newer ones come first.
  void remove_at(std::size_t index) {
    oldest_first.erase(oldest_first.begin() + static_cast<std::ptrdiff_t>(index));
    hand = hand == oldest_first.size() ? 0 : hand;
  }
};

struct LfuModel {
  struct Use {
    std::size_t count = 0;
    std::size_t since = 0;
  };

  std::size_t capacity;
  std::map<Key, Use> uses{};
  std::size_t now = 0;

  bool access(Key key) {
    const bool hit = uses.contains(key);
    if (!hit && uses.size() == capacity) {
      uses.erase(std::ranges::min_element(uses, {}, [](const auto& entry) {
        return std::pair(entry.second.count, entry.second.since);
      }));
    }
    uses[key].count += 1;
    uses[key].since = ++now;
    return hit;
  }

  void erase(Key key) { uses.erase(key); }
};

/// Counts every key it ever saw; who is invalidated starts anew.
struct PerfectLfuModel {
  std::size_t capacity;
  std::map<Key, LfuModel::Use> seen{};
  std::set<Key> residents{};
  std::size_t now = 0;

  bool access(Key key) {
    seen[key].count += 1;
    seen[key].since = ++now;
    if (residents.contains(key)) {
      return true;
    }
    if (residents.size() == capacity) {
      const auto least = std::ranges::min_element(residents, {}, [this](Key resident) {
        return std::pair(seen[resident].count, seen[resident].since);
      });
      if (seen[*least].count >= seen[key].count) {
        return false;
      }
      residents.erase(least);
    }
    residents.insert(key);
    return false;
  }

  void erase(Key key) {
    if (residents.erase(key) > 0) {
      seen.erase(key);
    }
  }
};

struct SlruModel {
  std::size_t capacity;
  Line probation{};
  Line safe{};

  bool access(Key key) {
    const bool hit = take(probation, key) || take(safe, key);
    if (hit) {
      safe.push_front(key);
      const std::size_t safe_limit = capacity - capacity / 5;
      if (safe.size() > safe_limit) {
        probation.push_front(pop_oldest(safe));
      }
      return true;
    }
    if (probation.size() + safe.size() == capacity) {
      pop_oldest(probation.empty() ? safe : probation);
    }
    probation.push_front(key);
    return false;
  }

  void erase(Key key) { take(probation, key) || take(safe, key); }
};

}  // namespace napkin::algorithms::testing
