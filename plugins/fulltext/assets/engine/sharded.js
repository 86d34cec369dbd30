// The way in where the index is sharded: the same engine, and what reads such an index.

import { forms } from "./main.js";
import { ShardedIndex } from "./shard-index.js";

forms.sharded = (data) => new ShardedIndex(data);
