CREATE TABLE `entries` (
	`session` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`type` text NOT NULL,
	`stream` integer,
	`data` blob NOT NULL,
	PRIMARY KEY(`session`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `keyframes` (
	`session` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`cols` integer NOT NULL,
	`rows` integer NOT NULL,
	`screen` text NOT NULL,
	PRIMARY KEY(`session`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`session` text NOT NULL,
	`id` integer NOT NULL,
	`kind` text NOT NULL,
	`source` text NOT NULL,
	`turn` integer NOT NULL,
	`text` text NOT NULL,
	`done` integer NOT NULL,
	`at` integer NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`session`, `id`)
);
--> statement-breakpoint
CREATE INDEX `messages_changed` ON `messages` (`session`,`seq`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`command` text NOT NULL,
	`source` text NOT NULL,
	`agent` text NOT NULL,
	`tags` text NOT NULL,
	`host` text NOT NULL,
	`cwd` text NOT NULL,
	`pid` integer,
	`cols` integer NOT NULL,
	`rows` integer NOT NULL,
	`writable` integer NOT NULL,
	`status` text NOT NULL,
	`evidence` text NOT NULL,
	`status_at` integer NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`exit_code` integer,
	`exit_signal` text,
	`seq` integer NOT NULL,
	`output_bytes` integer NOT NULL,
	`feeder_pid` integer NOT NULL,
	`feeder_start` text NOT NULL,
	`fed` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sessions_started` ON `sessions` (`started_at`);--> statement-breakpoint
CREATE INDEX `sessions_name` ON `sessions` (`name`,`started_at`);--> statement-breakpoint
CREATE INDEX `sessions_unfinished` ON `sessions` (`started_at`) WHERE "sessions"."ended_at" is null;