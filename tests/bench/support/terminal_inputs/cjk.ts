/**
 * Logs in Chinese, Japanese and Korean.
 *
 * @module
 */
import { one, path, type Random, several, time } from "./words.ts";

interface Language {
  readonly levels: readonly string[];
  readonly words: readonly string[];
  readonly space: string;
  readonly stop: string;
}

const LANGUAGES: readonly Language[] = [
  {
    levels: ["信息", "警告", "错误"],
    words:
      "服务器 连接 已经 启动 正在 读取 文件 缓存 失败 重试 用户 请求 超时 数据库 迁移 完成 任务 队列"
        .split(" "),
    space: "",
    stop: "。",
  },
  {
    levels: ["情報", "警告", "エラー"],
    words:
      "サーバー 接続 を 開始 しました ファイル の 読み込み に 失敗 再試行 ユーザー 要求 キャッシュ データベース が 完了"
        .split(" "),
    space: "",
    stop: "。",
  },
  {
    levels: ["정보", "경고", "오류"],
    words:
      "서버 연결 시작 파일을 읽는 중 실패 다시 시도 사용자 요청 시간 초과 데이터베이스 완료 대기열 작업"
        .split(" "),
    space: " ",
    stop: ".",
  },
];

/** Some are sequences of several code points. */
const EMOJI = ["🚀", "✅", "⚠️", "👩‍💻", "👍🏽", "🇯🇵"];

export function cjkLine(random: Random): string {
  const { levels, words, space, stop } = one(random, LANGUAGES);
  const text = several(random, [8, 20], () => one(random, words) + space)
    .trimEnd();
  const level = one(random, levels);
  const line = one(random, [
    `${time(random)} [${level}] ${text}${stop}`,
    `${time(random)} [${level}] ${text}: ${path(random)}`,
    `\x1b[2m${time(random)}\x1b[0m \x1b[32m${level}\x1b[0m ${text}${stop}`,
    `\x1b[38;5;208m${level}\x1b[0m ${text} \x1b[4m${path(random)}\x1b[24m`,
  ]);
  return `${line}${random() < 0.15 ? ` ${one(random, EMOJI)}` : ""}\n`;
}
