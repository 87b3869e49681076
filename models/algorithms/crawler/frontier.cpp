#include "models/algorithms/crawler/frontier.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

Frontier::Frontier(Options options)
    : options_(options), front_(options.front_queue_count), back_(options.back_queue_count) {
  require(options.front_queue_count > 0 && options.front_queue_count <= 32,
          "Frontier: front_queue_count must be from 1 to 32");
  require(options.back_queue_count > 0, "Frontier: back_queue_count must be at least 1");
  require(options.delay_min >= Duration::zero() && options.delay_per_fetch_time >= 0,
          "Frontier: delays must not be negative");
  for (std::size_t i = 0; i < front_.size(); ++i) {
    front_[i].weight = std::int64_t{1} << (front_.size() - 1 - i);  // each level twice the next
  }
  for (std::size_t i = back_.size(); i > 0; --i) {
    free_back_.push_back(static_cast<BackIndex>(i - 1));
  }
}

void Frontier::add(Page page, std::size_t priority) {
  front_[std::min(priority, front_.size() - 1)].pages.push_back(page);
  ++waiting_count_;
}

/// The front queues take turns by smooth weighted round robin (as nginx balances upstreams): over
/// any stretch in which none is empty, each gives in proportion to its weight, and none starves.
std::optional<Frontier::Waiting> Frontier::take_from_front() {
  FrontQueue* chosen = nullptr;
  std::int64_t weights = 0;
  for (FrontQueue& queue : front_) {
    if (queue.pages.empty()) {
      continue;
    }
    queue.credit += queue.weight;
    weights += queue.weight;
    if (chosen == nullptr || queue.credit > chosen->credit) {
      chosen = &queue;
    }
  }
  if (chosen == nullptr) {
    return std::nullopt;
  }
  chosen->credit -= weights;
  const Page page = chosen->pages.front();
  chosen->pages.pop_front();
  return Waiting{page, static_cast<std::size_t>(chosen - front_.data())};
}

/// Moves pages to the back until every back queue has a host, or nothing is left at the front. A
/// page whose host has a queue joins it, and the search goes on.
void Frontier::fill_free_queues(Time now) {
  while (!free_back_.empty()) {
    const auto waiting = take_from_front();
    if (!waiting) {
      return;
    }
    const auto [entry, is_new] = back_of_host_.try_emplace(waiting->page.host, free_back_.back());
    back_[entry->second].pages[waiting->priority].push_back(waiting->page);
    if (is_new) {
      back_[entry->second].host = waiting->page.host;
      free_back_.pop_back();
      ready_.push(now, entry->second);
    }
  }
}

Frontier::Waiting Frontier::take_first(BackQueue& queue) {
  const auto first = queue.pages.begin();
  const Waiting waiting{first->second.front(), first->first};
  first->second.pop_front();
  if (first->second.empty()) {
    queue.pages.erase(first);
  }
  return waiting;
}

std::optional<Frontier::Page> Frontier::next(Time now) {
  fill_free_queues(now);
  while (const auto ready = ready_.pop(now)) {
    BackQueue& queue = back_[*ready];
    if (queue.pages.empty()) {  // its host has rested, and has nothing more to offer
      back_of_host_.erase(queue.host);
      free_back_.push_back(*ready);
      fill_free_queues(now);
      continue;
    }
    const Waiting waiting = take_first(queue);
    --waiting_count_;
    fetching_.emplace(waiting.page.host, waiting);
    return waiting.page;
  }
  return std::nullopt;
}

Duration Frontier::delay_of(std::uint64_t host, Duration fetch_time) const {
  const auto wish = host_delays_.find(host);
  const Duration wished = wish == host_delays_.end() ? Duration::zero() : wish->second;
  return std::max({options_.delay_min, wished, fetch_time * options_.delay_per_fetch_time});
}

void Frontier::done(Page page, Duration fetch_time, Time now) {
  const auto fetching = fetching_.find(page.host);
  NAPKIN_CONTRACT(fetching != fetching_.end() && fetching->second.page == page);
  fetching_.erase(fetching);
  // The queue keeps its host while that rests, even if empty: a page of it that comes meanwhile has
  // to find the rest, not a new queue.
  ready_.push(now + delay_of(page.host, fetch_time), back_of_host_.at(page.host));
}

std::optional<Time> Frontier::next_ready() {
  return ready_.next_due();
}

std::vector<Frontier::Waiting> Frontier::checkpoint() const {
  std::vector<Waiting> all;
  all.reserve(fetching_.size() + waiting_count_);
  for (const auto& [host, waiting] : fetching_) {
    all.push_back(waiting);
  }
  for (const BackQueue& queue : back_) {
    for (const auto& [priority, pages] : queue.pages) {
      for (const Page& page : pages) {
        all.push_back({page, priority});
      }
    }
  }
  for (std::size_t priority = 0; priority < front_.size(); ++priority) {
    for (const Page& page : front_[priority].pages) {
      all.push_back({page, priority});
    }
  }
  return all;
}

}  // namespace napkin::algorithms
