#pragma once

#include <algorithm>
#include <map>
#include <set>

#include "models/algorithms/cache/frequency_sketch.h"
#include "tests/models/algorithms/cache/policy_models.h"

// The models of those policies that remember what they evicted, or judge who may come in; see
// policy_models.h for the others.
namespace napkin::algorithms::testing {

struct TwoQueueModel {
  std::size_t capacity;
  Line in{};
  Line out{};
  Line main{};

  bool access(Key key) {
    if (take(main, key)) {
      main.push_front(key);
      return true;
    }
    if (has(in, key)) {
      return true;
    }
    const bool again = take(out, key);
    if (in.size() + main.size() == capacity) {
      if (in.size() > capacity / 4 || main.empty()) {
        out.push_front(pop_oldest(in));
        if (out.size() > capacity / 2) {
          out.pop_back();
        }
      } else {
        main.pop_back();
      }
    }
    (again ? main : in).push_front(key);
    return false;
  }

  void erase(Key key) { take(main, key) || take(in, key); }
};

/// Figure 4 of the paper, with its names.
struct ArcModel {
  std::size_t capacity;
  Line t1{};
  Line b1{};
  Line t2{};
  Line b2{};
  double p = 0;

  bool access(Key key) {
    const double c = static_cast<double>(capacity);
    if (take(t1, key) || take(t2, key)) {  // case I
      t2.push_front(key);
      return true;
    }
    if (has(b1, key)) {  // case II
      p = std::min(c, p + std::max(1.0, size(b2) / size(b1)));
      replace(false);
      take(b1, key);
      t2.push_front(key);
      return false;
    }
    if (has(b2, key)) {  // case III
      p = std::max(0.0, p - std::max(1.0, size(b1) / size(b2)));
      replace(true);
      take(b2, key);
      t2.push_front(key);
      return false;
    }
    if (t1.size() + b1.size() == capacity) {  // case IV A
      if (t1.size() < capacity) {
        b1.pop_back();
        replace(false);
      } else {
        t1.pop_back();
      }
    } else if (t1.size() + t2.size() + b1.size() + b2.size() >= capacity) {  // case IV B
      if (t1.size() + t2.size() + b1.size() + b2.size() == 2 * capacity) {
        b2.pop_back();
      }
      replace(false);
    }
    t1.push_front(key);
    return false;
  }

  void erase(Key key) { take(t1, key) || take(t2, key); }

  static double size(const Line& line) { return static_cast<double>(line.size()); }

  void replace(bool in_b2) {
    if (t1.size() + t2.size() < capacity) {
      return;  // only after an erase, which the paper does not know
    }
    if (!t1.empty() && (size(t1) > p || (in_b2 && size(t1) >= p) || t2.empty())) {
      b1.push_front(pop_oldest(t1));
    } else {
      b2.push_front(pop_oldest(t2));
    }
  }
};

struct S3FifoModel {
  std::size_t capacity;
  Line small{};
  Line main{};
  Line ghost{};
  std::map<Key, int> uses{};
  int uses_to_stay = 2;

  bool access(Key key) {
    if (has(small, key) || has(main, key)) {
      uses[key] = std::min(3, uses[key] + 1);
      return true;
    }
    const bool again = take(ghost, key);
    const std::size_t main_limit = capacity - capacity / 10;
    while (small.size() + main.size() == capacity) {
      if (small.empty() || main.size() > main_limit) {
        const Key oldest = pop_oldest(main);
        if (uses[oldest]-- > 0) {
          main.push_front(oldest);
        }
      } else {
        evict_from_small(main_limit);
      }
    }
    uses[key] = 0;
    (again ? main : small).push_front(key);
    return false;
  }

  void evict_from_small(std::size_t main_limit) {
    bool stays = true;
    while (stays && !small.empty()) {
      const Key oldest = pop_oldest(small);
      stays = uses[oldest] >= uses_to_stay;
      (stays ? main : ghost).push_front(oldest);
      uses[oldest] = 0;
    }
    if (ghost.size() > main_limit) {
      ghost.pop_back();
    }
  }

  void erase(Key key) { take(small, key) || take(main, key); }
};

struct QdLpFifoModel : S3FifoModel {
  explicit QdLpFifoModel(std::size_t objects) : S3FifoModel{.capacity = objects} {
    uses_to_stay = 1;
  }
};

struct LirsModel {
  std::size_t capacity;
  Line stack{};  // LIR, HIR and ghosts by recency
  std::set<Key> lir{};
  Line queue{};   // resident HIR
  Line ghosts{};  // by the time of their eviction

  bool access(Key key) {
    const std::size_t lir_limit = capacity - std::max<std::size_t>(1, capacity / 100);
    const bool hit = lir.contains(key) || has(queue, key);
    const bool was_lir = lir.contains(key);
    const bool in_stack = take(stack, key);
    take(ghosts, key);
    if (!hit && lir.size() + queue.size() == capacity) {
      evict();
    }
    stack.push_front(key);
    if (was_lir || in_stack || (!hit && lir.size() < lir_limit)) {
      take(queue, key);
      lir.insert(key);
      prune();
    } else {
      take(queue, key);
      queue.push_front(key);
    }
    if (lir.size() > lir_limit) {
      lir.erase(stack.back());
      queue.push_front(pop_oldest(stack));
      prune();
    }
    return hit;
  }

  void erase(Key key) {
    if (lir.erase(key) > 0 || take(queue, key)) {
      take(stack, key);
      prune();
    }
  }

  void evict() {
    if (queue.empty()) {
      prune();
      lir.erase(stack.back());
      queue.push_front(pop_oldest(stack));
    }
    const Key victim = pop_oldest(queue);
    if (has(stack, victim)) {
      ghosts.push_front(victim);
      if (ghosts.size() > capacity) {
        take(stack, pop_oldest(ghosts));
      }
    }
  }

  void prune() {
    while (!stack.empty() && !lir.contains(stack.back())) {
      take(ghosts, stack.back());
      stack.pop_back();
    }
  }
};

struct WTinyLfuModel {
  std::size_t capacity;
  FrequencySketch sketch{};
  std::size_t fitted = 0;
  Line window{};
  Line probation{};
  Line safe{};

  bool access(Key key) {
    const std::size_t window_limit = std::max<std::size_t>(1, capacity / 100);
    const bool in_window = take(window, key);
    const bool in_main = take(probation, key) || take(safe, key);
    if (!in_window && !in_main) {
      fitted = std::max(fitted, size() + 1);
      sketch.fit(fitted);
    }
    sketch.record(key);
    if (in_main) {
      safe.push_front(key);
      if (safe.size() > (capacity - window_limit) * 4 / 5) {
        probation.push_front(pop_oldest(safe));
      }
      return true;
    }
    window.push_front(key);
    if (window.size() > window_limit) {
      const Key candidate = pop_oldest(window);
      if (size() < capacity) {
        probation.push_front(candidate);
      } else {
        Line& losers = probation.empty() ? safe : probation;
        if (!losers.empty() && sketch.estimate(candidate) > sketch.estimate(losers.back())) {
          losers.pop_back();
          probation.push_front(candidate);
        }
      }
    }
    return in_window;
  }

  void erase(Key key) { take(window, key) || take(probation, key) || take(safe, key); }

  [[nodiscard]] std::size_t size() const { return window.size() + probation.size() + safe.size(); }
};

}  // namespace napkin::algorithms::testing
