// `node --import`ed before the service: every request is forwarded to Fastify.
import { AnswerFront } from '../../../dist/src/http/answer-front/answer-front.js';

AnswerFront.prototype.serve = (request, response, next) => next(request, response);
