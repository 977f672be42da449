CREATE TABLE `turns` (
	`session` text NOT NULL,
	`turn` integer NOT NULL,
	`at` integer NOT NULL,
	`duration` integer,
	`input_tokens` integer,
	`output_tokens` integer,
	`cost` real,
	PRIMARY KEY(`session`, `turn`)
);
--> statement-breakpoint
ALTER TABLE `messages` ADD `tool` text;--> statement-breakpoint
ALTER TABLE `messages` ADD `permission` text;